package io.megatron.mapper.ledger;

import java.util.UUID;

/** What an account holds and whose it is (DOMAIN, "The ledger"). */
public enum AccountKind {
    /** A user's free USDC. */
    CASH(Holder.USER),
    /** A user's USDC on its way to the chain. */
    WITHDRAWING(Holder.USER),
    /** The first contribution of a user's open asset request. */
    REQUEST_HOLD(Holder.USER),
    /** What the curve owes its shareholders; pays sellers and nobody else. */
    CURVE_RESERVE(Holder.POOL),
    /** Principal of the liquidity providers; pays them and nobody else. */
    LP_CAPITAL(Holder.POOL),
    /** Fees earned by liquidity providers and not yet claimed. */
    LP_REWARDS(Holder.POOL),
    /** The platform's fees of one pool, per pool so that no row is shared by all trades. */
    PLATFORM_FEES(Holder.POOL),
    /** The platform's own USDC. */
    TREASURY(Holder.PLATFORM),
    /** Money that reached our addresses and belongs to nobody yet. */
    UNATTRIBUTED(Holder.PLATFORM),
    /** Losses written off; may be negative. */
    LOSS(Holder.PLATFORM),
    /** The outside world: minus what is on chain. */
    CUSTODY(Holder.PLATFORM);

    /** Who an account of this kind is kept for. */
    public enum Holder {
        USER,
        POOL,
        PLATFORM
    }

    /** The owner of every platform account. */
    public static final UUID PLATFORM_OWNER = new UUID(0, 0);

    private final Holder holder;

    AccountKind(Holder holder) {
        this.holder = holder;
    }

    public Holder holder() {
        return holder;
    }

    /** Whether a balance below zero is allowed: only where it mirrors the world outside. */
    public boolean mayBeNegative() {
        return this == CUSTODY || this == LOSS;
    }
}
