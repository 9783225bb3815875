package io.megatron.mapper.funding;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wish for an asset. While it is OPEN its first contribution is held back.
 *
 * @param expiresAt from then on it can no longer be approved
 * @param assetId what it became, once APPROVED
 * @param reason why it was rejected
 */
public record AssetRequest(
        AssetRequestId id,
        UserId requester,
        String symbol,
        String name,
        Price basePrice,
        Slope slope,
        Usdc firstContribution,
        AssetRequestStatus status,
        Instant requestedAt,
        Instant expiresAt,
        @Nullable Instant closedAt,
        @Nullable AssetId assetId,
        @Nullable String reason) {

    public AssetRequest approved(AssetId asset, Instant at) {
        return closed(AssetRequestStatus.APPROVED, at, asset, null);
    }

    /** The request after its contribution was given back. */
    public AssetRequest returned(AssetRequestStatus how, Instant at, @Nullable String why) {
        return closed(how, at, null, why);
    }

    private AssetRequest closed(
            AssetRequestStatus how, Instant at, @Nullable AssetId asset, @Nullable String why) {
        return new AssetRequest(
                id,
                requester,
                symbol,
                name,
                basePrice,
                slope,
                firstContribution,
                how,
                requestedAt,
                expiresAt,
                at,
                asset,
                why);
    }
}
