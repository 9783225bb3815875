package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.custody.internal.DecideWithdrawalCommand;
import io.megatron.core.custody.internal.DecideWithdrawalCommand.Decision;
import io.megatron.core.custody.internal.PaymentDesk;
import io.megatron.core.custody.internal.RequestWithdrawalCommand;
import io.megatron.core.ledger.Acted;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.SecondAdministratorSettings;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.ledger.TwoAdministrators;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalMapper;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people do about withdrawals to the chain, until they are signed. */
@Component
public class RequestingWithdrawals {
    private final Book book;
    private final TwoAdministrators two;
    private final SecondAdministratorSettings second;
    private final PaymentDesk desk;
    private final WithdrawalMapper mapper;
    private final KnowingChain knowing;
    private final Destinations destinations;
    private final TimeOrderedIds ids;
    private final Clock clock;

    public RequestingWithdrawals(
            Book book,
            TwoAdministrators two,
            SecondAdministratorSettings second,
            PaymentDesk desk,
            WithdrawalMapper mapper,
            KnowingChain knowing,
            Destinations destinations,
            TimeOrderedIds ids,
            Clock clock) {
        this.book = book;
        this.two = two;
        this.second = second;
        this.desk = desk;
        this.mapper = mapper;
        this.knowing = knowing;
        this.destinations = destinations;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * How much, and where to.
     *
     * @param reason why the platform pays it; null for users
     */
    public record Payment(EvmAddress destination, Usdc amount, @Nullable String reason) {}

    /**
     * Sets USDC of a user's CASH aside. Above the threshold, or for a blocked user, it waits for an
     * administrator; else the job signs it next.
     *
     * @return the withdrawal, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#USER_NOT_FOUND}, {@link Rejection#CUSTODY_OFF}, {@link
     *     Rejection#DESTINATION_NOT_ALLOWED}, {@link Rejection#WITHDRAWAL_TOO_SMALL}, {@link
     *     Rejection#USER_DAILY_LIMIT}, {@link Rejection#PLATFORM_DAILY_LIMIT}, {@link
     *     Rejection#INSUFFICIENT_FUNDS}, {@link Rejection#AMOUNT_OUT_OF_RANGE}
     */
    public Outcome<Withdrawal> request(
            Call call, UserId user, Payment payment, Submitting submitting, Deadline deadline) {
        return ask(call, user, payment, submitting, deadline);
    }

    /**
     * The same with USDC of the treasury, which no user's limit concerns.
     *
     * @return as {@link #request} does
     */
    public Outcome<Withdrawal> withdrawTreasury(
            Call call, Payment payment, Submitting submitting, Deadline deadline) {
        return ask(call, null, payment, submitting, deadline);
    }

    private Outcome<Withdrawal> ask(
            Call call,
            @Nullable UserId user,
            Payment payment,
            Submitting submitting,
            Deadline deadline) {
        if (knowing.isOff()) {
            return Outcome.refused(Rejection.CUSTODY_OFF, "No chain is configured.");
        }
        RequestWithdrawalCommand.Wish wish =
                new RequestWithdrawalCommand.Wish(
                        WithdrawalId.of(ids.at(clock.instant())),
                        user,
                        payment.destination(),
                        payment.amount(),
                        payment.reason(),
                        destinations.forbidden(payment.destination()));
        return submitting.submit(
                book, new RequestWithdrawalCommand(desk, this::existing, call, wish), deadline);
    }

    /**
     * Lets a withdrawal be signed; above a threshold another administrator has to confirm it.
     *
     * @return it, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#WITHDRAWAL_NOT_FOUND},
     *     {@link Rejection#WITHDRAWAL_CLOSED} unless it is REQUESTED
     */
    public Outcome<Acted<Withdrawal>> approve(
            Call call, WithdrawalId id, Submitting submitting, Deadline deadline) {
        return find(id).map(
                        withdrawal ->
                                two.act(
                                        approval(call, withdrawal),
                                        second.isForWithdrawal(withdrawal.amount()),
                                        submitting,
                                        deadline))
                .orElseGet(RequestingWithdrawals::notFound);
    }

    private DecideWithdrawalCommand approval(Call call, Withdrawal withdrawal) {
        return new DecideWithdrawalCommand(
                desk, this::existing, call, withdrawal, new Decision.Approve());
    }

    /** An approval again, from the call that asked for it. */
    DecideWithdrawalCommand approval(Call call) {
        UUID id = UUID.fromString(call.field("withdrawal_id"));
        return approval(call, existing(WithdrawalId.of(id)));
    }

    /**
     * Refuses a withdrawal that is not signed; the money is back at once.
     *
     * @return it, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#WITHDRAWAL_NOT_FOUND},
     *     {@link Rejection#WITHDRAWAL_CLOSED}, {@link Rejection#AMOUNT_OUT_OF_RANGE}
     */
    public Outcome<Withdrawal> reject(
            Call call, WithdrawalId id, String reason, Submitting submitting, Deadline deadline) {
        return decide(
                call,
                find(id),
                new Decision.GiveBack(WithdrawalStatus.REJECTED, Optional.of(reason)),
                submitting,
                deadline);
    }

    /**
     * Takes a user's own withdrawal back while it is not signed; the money is back at once.
     *
     * @return it, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#WITHDRAWAL_NOT_FOUND},
     *     {@link Rejection#WITHDRAWAL_CLOSED}, {@link Rejection#AMOUNT_OUT_OF_RANGE}
     */
    public Outcome<Withdrawal> cancel(
            Call call, UserId user, WithdrawalId id, Submitting submitting, Deadline deadline) {
        return decide(
                call,
                find(id).filter(withdrawal -> user.equals(withdrawal.userId())),
                new Decision.GiveBack(WithdrawalStatus.CANCELLED, Optional.empty()),
                submitting,
                deadline);
    }

    private Outcome<Withdrawal> decide(
            Call call,
            Optional<Withdrawal> found,
            Decision decision,
            Submitting submitting,
            Deadline deadline) {
        return found.map(
                        withdrawal ->
                                submitting.submit(
                                        book,
                                        new DecideWithdrawalCommand(
                                                desk, this::existing, call, withdrawal, decision),
                                        deadline))
                .orElseGet(RequestingWithdrawals::notFound);
    }

    private static <T> Outcome<T> notFound() {
        return Outcome.refused(Rejection.WITHDRAWAL_NOT_FOUND, "There is no such withdrawal.");
    }

    private Optional<Withdrawal> find(WithdrawalId id) {
        return mapper.withdrawals(List.of(id)).stream().findFirst();
    }

    private Withdrawal existing(WithdrawalId id) {
        return find(id).orElseThrow();
    }
}
