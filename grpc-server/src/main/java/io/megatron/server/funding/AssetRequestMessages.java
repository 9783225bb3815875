package io.megatron.server.funding;

import io.megatron.funding.v1.AssetRequest;
import io.megatron.funding.v1.AssetRequestStatus;
import io.megatron.server.calls.Figures;
import java.time.Instant;
import java.util.Optional;

/** Requests for assets in the words of the wire. */
final class AssetRequestMessages {
    private AssetRequestMessages() {}

    static AssetRequest request(io.megatron.mapper.funding.AssetRequest asked) {
        AssetRequest.Builder request =
                AssetRequest.newBuilder()
                        .setAssetRequestId(asked.id().toString())
                        .setRequesterId(asked.requester().toString())
                        .setSymbol(asked.symbol())
                        .setName(asked.name())
                        .setBasePrice(asked.basePrice().toString())
                        .setSlope(asked.slope().toString())
                        .setFirstContribution(asked.firstContribution().toString())
                        .setStatus(status(asked.status()))
                        .setRequestedAt(Figures.time(asked.requestedAt()))
                        .setExpiresAt(Figures.time(asked.expiresAt()));
        Optional<Instant> closing = Optional.ofNullable(asked.closedAt());
        closing.ifPresent(moment -> request.setClosedAt(Figures.time(moment)));
        Optional.ofNullable(asked.assetId())
                .ifPresent(asset -> request.setAssetId(asset.toString()));
        Optional.ofNullable(asked.reason()).ifPresent(request::setReason);
        return request.build();
    }

    private static AssetRequestStatus status(io.megatron.mapper.funding.AssetRequestStatus status) {
        return switch (status) {
            case OPEN -> AssetRequestStatus.ASSET_REQUEST_STATUS_OPEN;
            case APPROVED -> AssetRequestStatus.ASSET_REQUEST_STATUS_APPROVED;
            case REJECTED -> AssetRequestStatus.ASSET_REQUEST_STATUS_REJECTED;
            case CANCELLED -> AssetRequestStatus.ASSET_REQUEST_STATUS_CANCELLED;
            case EXPIRED -> AssetRequestStatus.ASSET_REQUEST_STATUS_EXPIRED;
        };
    }
}
