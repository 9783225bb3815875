package io.megatron.core.custody.internal;

import io.megatron.core.accounts.Users;
import io.megatron.core.custody.Halts;
import io.megatron.core.custody.WithdrawalChanged;
import io.megatron.core.custody.WithdrawalSettings;
import io.megatron.core.events.PlatformEvents;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tables that what leaves for the chain is decided over and written to. */
@Component
public record PaymentDesk(
        Withdrawals withdrawals,
        WithdrawalWindows windows,
        Authorizations authorizations,
        Submissions submissions,
        OpenSweeps openSweeps,
        Halts halts,
        Users users,
        Posting posting,
        PlatformEvents events,
        WithdrawalSettings settings) {
    private static final AccountKey CUSTODY = AccountKey.ofPlatform(AccountKind.CUSTODY);

    /** Holds the platform's own money in WITHDRAWING, where accounts are kept for users. */
    private static final UUID TREASURY = Call.named("treasury");

    /** What pays a withdrawal, and where it comes back to. */
    static AccountKey source(@Nullable UserId user) {
        return user == null
                ? AccountKey.ofPlatform(AccountKind.TREASURY)
                : AccountKey.ofUser(AccountKind.CASH, user);
    }

    /** Where its money is while it is open. */
    static AccountKey withdrawing(@Nullable UserId user) {
        return new AccountKey(AccountKind.WITHDRAWING, user == null ? TREASURY : user.value());
    }

    /** What a command has to declare that ends a withdrawal, either way. */
    void declareClosing(Keys keys, Withdrawal withdrawal) {
        declare(keys, withdrawal);
        keys.add(posting.accounts(), withdrawing(withdrawal.userId()));
        keys.add(posting.accounts(), source(withdrawal.userId()));
        keys.add(posting.accounts(), CUSTODY);
    }

    /** What a command has to declare that moves a withdrawal on. */
    void declare(Keys keys, Withdrawal withdrawal) {
        keys.add(withdrawals, withdrawal.id());
        events.declare(keys);
    }

    /** Sets the money of a new withdrawal aside; the caller has seen that it is there. */
    long setAside(Draft draft, Call call, @Nullable UserId user, Usdc amount, UUID reference) {
        TransferCause cause =
                user == null ? TransferCause.TREASURY_WITHDRAWAL : TransferCause.WITHDRAWAL;
        return posting.post(
                draft,
                new Posting.Cause(cause, reference, call.subject(), null),
                List.of(
                        new Posting.Leg(source(user), amount.negated()),
                        new Posting.Leg(withdrawing(user), amount)));
    }

    /** Gives a withdrawal's money back: the reference lets the database do it once. */
    Withdrawal giveBack(
            Draft draft,
            Call call,
            Withdrawal withdrawal,
            WithdrawalStatus as,
            @Nullable String reason) {
        return close(
                draft,
                call,
                withdrawal,
                as,
                reason,
                new Ending(TransferCause.WITHDRAWAL_REFUND, 1, source(withdrawal.userId())));
    }

    /** The money is on the chain, at its destination. */
    Withdrawal settle(Draft draft, Call call, Withdrawal withdrawal) {
        return close(
                draft,
                call,
                withdrawal,
                WithdrawalStatus.SETTLED,
                null,
                new Ending(
                        TransferCause.WITHDRAWAL_SETTLEMENT, withdrawal.reopened() + 1, CUSTODY));
    }

    /**
     * A reorg took a settled withdrawal back: its money is on the chain again, and held for it
     * until the chain has spoken once more. Its part is that of the settlement that it undoes.
     */
    Withdrawal takeBack(Draft draft, Call call, Withdrawal withdrawal) {
        Usdc amount = withdrawal.amount();
        posting.post(
                draft,
                new Posting.Cause(
                        TransferCause.WITHDRAWAL_REOPENING,
                        withdrawal.id().value(),
                        withdrawal.reopened() + 1,
                        call.subject(),
                        "a reorg took the payment back"),
                List.of(
                        new Posting.Leg(CUSTODY, amount.negated()),
                        new Posting.Leg(withdrawing(withdrawal.userId()), amount)));
        return put(draft, withdrawal.takenBack());
    }

    /**
     * Why, and where to, the money leaves WITHDRAWING.
     *
     * @param part unique with the cause and the withdrawal
     */
    private record Ending(TransferCause cause, int part, AccountKey to) {}

    private Withdrawal close(
            Draft draft,
            Call call,
            Withdrawal withdrawal,
            WithdrawalStatus as,
            @Nullable String reason,
            Ending ending) {
        Usdc amount = withdrawal.amount();
        long seq =
                posting.post(
                        draft,
                        new Posting.Cause(
                                ending.cause(),
                                withdrawal.id().value(),
                                ending.part(),
                                call.subject(),
                                reason),
                        List.of(
                                new Posting.Leg(withdrawing(withdrawal.userId()), amount.negated()),
                                new Posting.Leg(ending.to(), amount)));
        return put(draft, withdrawal.closed(as, reason, draft.time(), seq));
    }

    /** Keeps a withdrawal and announces where it stands. */
    Withdrawal put(Draft draft, Withdrawal withdrawal) {
        draft.put(withdrawals, withdrawal.id(), withdrawal);
        events.announce(draft, WithdrawalChanged.KIND, WithdrawalChanged.of(withdrawal));
        return withdrawal;
    }
}
