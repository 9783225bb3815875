package io.megatron.core.funding.internal;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.Lot;
import java.time.Instant;

/** What of a lot may leave the pool. Time decides, never a job's lateness. */
public final class LiquidityRules {
    private LiquidityRules() {}

    /**
     * How much of a lot is vested and still there: nothing while the asset is FUNDING or CANCELLED
     * (a refund is another matter), by the lot's own schedule while it trades, and everything once
     * it is retired.
     */
    public static Usdc vestedStillThere(Lot lot, AssetStatus status, Funding funding, Instant at) {
        return switch (status) {
            case FUNDING, CANCELLED -> Usdc.ZERO;
            case ACTIVE -> lot.vested(funding.activation(), at).minus(lot.withdrawn());
            case SELL_ONLY, CLOSED -> lot.left();
        };
    }
}
