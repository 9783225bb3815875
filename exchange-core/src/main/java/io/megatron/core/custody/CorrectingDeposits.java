package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.internal.AttributeDepositCommand;
import io.megatron.core.custody.internal.DepositDesk;
import io.megatron.core.custody.internal.RequestRescanCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.Rescan;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.RescanId;
import io.megatron.mapper.ids.UserId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What people do about deposits: give away what came for nobody, and have blocks read again. */
@Component
public class CorrectingDeposits {
    private final Book book;
    private final DepositDesk desk;
    private final DepositMapper mapper;
    private final KnowingChain knowing;

    public CorrectingDeposits(
            Book book, DepositDesk desk, DepositMapper mapper, KnowingChain knowing) {
        this.book = book;
        this.desk = desk;
        this.mapper = mapper;
        this.knowing = knowing;
    }

    /**
     * Gives a deposit that arrived for nobody to a user.
     *
     * @return the deposit, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#USER_NOT_FOUND}, {@link Rejection#DEPOSIT_NOT_FOUND}, {@link
     *     Rejection#DEPOSIT_CLOSED}, {@link Rejection#AMOUNT_OUT_OF_RANGE}
     */
    public Outcome<Deposit> attribute(
            Call call, DepositId deposit, UserId user, String reason, Deadline deadline) {
        return book.write(attribution(call, deposit, user, reason), deadline);
    }

    /** What {@link #attribute} would answer now; nothing happens. */
    public Outcome<Deposit> validateAttribution(
            Call call, DepositId deposit, UserId user, String reason) {
        return book.validate(attribution(call, deposit, user, reason));
    }

    private AttributeDepositCommand attribution(
            Call call, DepositId deposit, UserId user, String reason) {
        return new AttributeDepositCommand(
                desk, id -> mapper.deposits(List.of(id)).getFirst(), call, deposit, user, reason);
    }

    /**
     * Has blocks read again. The job does it; nothing is credited twice.
     *
     * @return the rescan, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#CUSTODY_OFF}
     */
    public Outcome<Rescan> rescan(Call call, BlockRange blocks, String reason, Deadline deadline) {
        return knowing.isOff() ? off() : book.write(rescanCommand(call, blocks, reason), deadline);
    }

    /** What {@link #rescan} would answer now; nothing happens. */
    public Outcome<Rescan> validateRescan(Call call, BlockRange blocks, String reason) {
        return knowing.isOff() ? off() : book.validate(rescanCommand(call, blocks, reason));
    }

    private static Outcome<Rescan> off() {
        return Outcome.refused(Rejection.CUSTODY_OFF, "No chain is configured.");
    }

    private RequestRescanCommand rescanCommand(Call call, BlockRange blocks, String reason) {
        return new RequestRescanCommand(desk, this::existing, call, blocks, reason);
    }

    private Rescan existing(RescanId id) {
        return Objects.requireNonNull(mapper.rescan(id), "rescans are never deleted");
    }

    /** Rescans, newest first, before one of them. */
    public List<Rescan> rescans(Optional<RescanId> before, int limit) {
        return mapper.rescans(before.orElse(null), limit);
    }
}
