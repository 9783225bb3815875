package io.megatron.core.custody.internal;

import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.Users;
import io.megatron.core.custody.Halts;
import io.megatron.core.events.PlatformEvents;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.CreditKey;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tables deposits are decided over and written to. */
@Component
public record DepositDesk(
        Deposits deposits,
        CreditedDeposits credited,
        Rescans rescans,
        Halts halts,
        Users users,
        Posting posting,
        PlatformEvents events,
        TimeOrderedIds ids) {
    static final AccountKey CUSTODY = AccountKey.ofPlatform(AccountKind.CUSTODY);
    static final AccountKey UNATTRIBUTED = AccountKey.ofPlatform(AccountKind.UNATTRIBUTED);
    static final AccountKey LOSS = AccountKey.ofPlatform(AccountKind.LOSS);

    static AccountKey cash(UserId user) {
        return AccountKey.ofUser(AccountKind.CASH, user);
    }

    /** Where a deposit to this user's address goes; to nobody's where there is none. */
    static AccountKey owner(@Nullable UserId user) {
        return user == null ? UNATTRIBUTED : cash(user);
    }

    /** The same for the same transfer in whatever block, so that the database posts it once. */
    static UUID reference(CreditKey key) {
        return Call.named(
                "deposit %d %s %d".formatted(key.chainId(), key.transaction(), key.ordinal()));
    }

    /**
     * Writes off a credited deposit that is gone from the chain, or takes that back. The user keeps
     * what was credited either way; the loss is the platform's.
     *
     * @return what was posted
     */
    Deposit lostOrFound(Draft draft, Call call, Deposit deposit, @Nullable String reason) {
        Usdc amount = deposit.worth();
        Usdc toCustody = deposit.isLost() ? amount.negated() : amount;
        posting.post(
                draft,
                new Posting.Cause(
                        TransferCause.CUSTODY_LOSS,
                        reference(CreditedDeposits.key(deposit)),
                        deposit.losses() + 1,
                        call.subject(),
                        reason),
                List.of(
                        new Posting.Leg(LOSS, toCustody.negated()),
                        new Posting.Leg(CUSTODY, toCustody)));
        return deposit.lostOrFound();
    }
}
