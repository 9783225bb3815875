package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalMapper;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Hands what was signed, and what the chain makes of it, to the book. */
@Component
public class AdvancingAuthorizations {
    private static final String JOB = "custody-withdrawals";

    private final Book book;
    private final PaymentDesk desk;
    private final WithdrawalMapper mapper;

    public AdvancingAuthorizations(Book book, PaymentDesk desk, WithdrawalMapper mapper) {
        this.book = book;
        this.desk = desk;
        this.mapper = mapper;
    }

    /** Keeps what was signed for a withdrawal. */
    public Outcome<Authorization> sign(Withdrawal withdrawal, Authorization authorization) {
        return book.write(
                new SignAuthorizationCommand(
                        desk, call("Sign", withdrawal.id().toString()), withdrawal, authorization),
                Deadline.none());
    }

    /** Keeps what was signed to sweep a deposit address. */
    public Outcome<Authorization> sweep(Authorization authorization) {
        return book.write(
                new SignSweepCommand(
                        desk, call("Sweep", authorization.id().toString()), authorization),
                Deadline.none());
    }

    /** Keeps a transaction that carries an authorization. */
    public Outcome<Submission> submit(Submission submission) {
        return book.write(
                new SubmitCommand(
                        desk, call("Submit", submission.authorizationId().toString()), submission),
                Deadline.none());
    }

    /** Moves an authorization on; somebody may have been first, who has asked the chain as well. */
    public Outcome<Authorization> advance(Authorization authorization, Step step) {
        Optional<Withdrawal> withdrawal =
                authorization.purpose() == Authorization.Purpose.WITHDRAWAL
                        ? mapper
                                .withdrawals(List.of(WithdrawalId.of(authorization.id().value())))
                                .stream()
                                .findFirst()
                        : Optional.empty();
        return book.write(
                new AdvanceAuthorizationCommand(
                        desk,
                        call(step.word(), authorization.id().toString()),
                        authorization,
                        withdrawal,
                        step),
                Deadline.none());
    }

    /**
     * The state of the rows lets each of them take effect once. They need no request id that
     * follows from their content, and must not have one: what was mined, went and is mined again is
     * not a replay.
     */
    private static Call call(String method, String id) {
        return Call.ofJob(JOB, method, Map.of("id", id, "sent", UUID.randomUUID().toString()));
    }
}
