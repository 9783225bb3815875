package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sets USDC aside to be paid on the chain, within the daily limits. */
public final class RequestWithdrawalCommand implements Command<Withdrawal> {
    private final PaymentDesk desk;
    private final Function<WithdrawalId, Withdrawal> lookup;
    private final Call call;
    private final Wish wish;

    /**
     * What is asked for.
     *
     * @param id a new one; a replay keeps the first
     * @param user whose money; null for the treasury's
     * @param forbidden why this destination cannot be paid; empty where it can
     */
    public record Wish(
            WithdrawalId id,
            @Nullable UserId user,
            EvmAddress destination,
            Usdc amount,
            @Nullable String reason,
            Optional<String> forbidden) {}

    /**
     * @param lookup finds the withdrawal again, for a replay
     */
    public RequestWithdrawalCommand(
            PaymentDesk desk, Function<WithdrawalId, Withdrawal> lookup, Call call, Wish wish) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.wish = wish;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(desk.withdrawals(), wish.id());
        keys.add(desk.windows(), WithdrawalWindows.ALL);
        if (wish.user() != null) {
            keys.add(desk.users(), wish.user());
            keys.add(desk.windows(), Optional.of(wish.user()));
        }
        keys.add(desk.posting().accounts(), PaymentDesk.source(wish.user()));
        keys.add(desk.posting().accounts(), PaymentDesk.withdrawing(wish.user()));
        desk.events().declare(keys);
    }

    @Override
    public Outcome<Withdrawal> decide(Draft draft) {
        boolean blocked = false;
        if (wish.user() != null) {
            Optional<User> user = draft.find(desk.users(), wish.user());
            if (user.isEmpty()) {
                return Outcome.refused(
                        Rejection.USER_NOT_FOUND, "User " + wish.user() + " is not registered.");
            }
            blocked = user.get().blocked();
        }
        Optional<Refusal> refusal = refusal(draft);
        return refusal.isPresent()
                ? Outcome.refused(refusal.get())
                : Outcome.accepted(ask(draft, blocked));
    }

    /** In the order of precedence of {@link Rejection}. */
    private Optional<Refusal> refusal(Draft draft) {
        return wish.forbidden()
                .map(
                        why ->
                                new Refusal(
                                        Rejection.DESTINATION_NOT_ALLOWED,
                                        why,
                                        Map.of("field", "destination")))
                .or(this::tooSmall)
                .or(() -> overUserLimit(draft))
                .or(
                        () ->
                                overLimit(
                                        draft,
                                        WithdrawalWindows.ALL,
                                        desk.settings().platformLimit(),
                                        Rejection.PLATFORM_DAILY_LIMIT))
                .or(() -> tooMuch(draft));
    }

    private Optional<Refusal> tooSmall() {
        Usdc least = desk.settings().least();
        return wish.amount().compareTo(least) >= 0
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                Rejection.WITHDRAWAL_TOO_SMALL,
                                "At least " + least + " USDC can be withdrawn.",
                                Map.of("field", "amount", "minimum", least.toString())));
    }

    private Optional<Refusal> overUserLimit(Draft draft) {
        return wish.user() == null
                ? Optional.empty()
                : overLimit(
                        draft,
                        Optional.of(wish.user()),
                        desk.settings().userLimit(),
                        Rejection.USER_DAILY_LIMIT);
    }

    private Optional<Refusal> overLimit(
            Draft draft, Optional<UserId> whose, Usdc limit, Rejection code) {
        Usdc left = limit.minus(withdrawn(draft, whose));
        return wish.amount().compareTo(left) <= 0
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                code,
                                "No more than %s USDC can be withdrawn in 24 hours; %s are left."
                                        .formatted(limit, atLeastZero(left)),
                                Map.of(
                                        "limit", limit.toString(),
                                        "remaining", atLeastZero(left).toString())));
    }

    /** A limit that was lowered leaves nothing. */
    private static Usdc atLeastZero(Usdc amount) {
        return amount.isNegative() ? Usdc.ZERO : amount;
    }

    private Optional<Refusal> tooMuch(Draft draft) {
        Usdc balance = desk.posting().balance(draft, PaymentDesk.source(wish.user()));
        return wish.amount().compareTo(balance) <= 0
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                Rejection.INSUFFICIENT_FUNDS,
                                "%s USDC are there.".formatted(balance),
                                Map.of("available", balance.toString())));
    }

    private Usdc withdrawn(Draft draft, Optional<UserId> whose) {
        return draft.find(desk.windows(), whose).orElse(Usdc.ZERO);
    }

    private Withdrawal ask(Draft draft, boolean blocked) {
        long seq = desk.setAside(draft, call, wish.user(), wish.amount(), wish.id().value());
        count(draft, WithdrawalWindows.ALL);
        if (wish.user() != null) {
            count(draft, Optional.of(wish.user()));
        }
        boolean needsApproval =
                blocked || wish.amount().compareTo(desk.settings().approvalThreshold()) > 0;
        return desk.put(draft, withdrawal(draft, needsApproval, seq));
    }

    private void count(Draft draft, Optional<UserId> whose) {
        draft.put(desk.windows(), whose, withdrawn(draft, whose).plus(wish.amount()));
    }

    private Withdrawal withdrawal(Draft draft, boolean needsApproval, long seq) {
        Withdrawal requested =
                new Withdrawal(
                        wish.id(),
                        wish.user(),
                        wish.destination(),
                        wish.amount(),
                        WithdrawalStatus.REQUESTED,
                        needsApproval,
                        wish.reason(),
                        call.subject(),
                        draft.time(),
                        null,
                        null,
                        null,
                        seq,
                        null,
                        0);
        return needsApproval ? requested : requested.approved(null, draft.time());
    }

    @Override
    public String remember(Withdrawal withdrawal) {
        return withdrawal.id().toString();
    }

    @Override
    public Withdrawal recall(String remembered) {
        return lookup.apply(WithdrawalId.of(UUID.fromString(remembered)));
    }
}
