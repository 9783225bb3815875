package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Hands what the chain says of deposits to the book. */
@Component
public class SettlingVerdicts {
    private static final String JOB = "deposit-confirmations";

    private final Book book;
    private final DepositDesk desk;
    private final DepositMapper mapper;

    public SettlingVerdicts(Book book, DepositDesk desk, DepositMapper mapper) {
        this.book = book;
        this.desk = desk;
        this.mapper = mapper;
    }

    /** Writes a verdict down; somebody may have been first, who has asked the chain as well. */
    public Outcome<Deposit> settle(Deposit deposit, Verdict verdict) {
        return book.write(command(deposit, verdict), Deadline.none());
    }

    /** What {@link #settle} would answer now. */
    public Outcome<Deposit> validate(Deposit deposit, Verdict verdict) {
        return book.validate(command(deposit, verdict));
    }

    /**
     * The state of the row lets each verdict take effect once. It needs no request id that follows
     * from its content, and must not have one: what was orphaned, came back and is orphaned again
     * is not a replay.
     */
    private SettleDepositCommand command(Deposit deposit, Verdict verdict) {
        Map<String, String> payload =
                Map.of(
                        "deposit_id", deposit.id().toString(),
                        "verdict", verdict.word(),
                        "sent", UUID.randomUUID().toString());
        return new SettleDepositCommand(
                desk,
                found -> mapper.deposits(List.of(found.id())).getFirst(),
                Call.ofJob(JOB, "SettleDeposit", payload),
                deposit,
                verdict);
    }
}
