package io.megatron.core.funding.internal;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.assets.FundingSettings;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.AssetRequestStatus;
import io.megatron.mapper.ids.AssetRequestId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What stands against asking for an asset, and against an answer. */
public final class RequestRules {
    private RequestRules() {}

    public static Refusal unknown(AssetRequestId id) {
        return Refusal.of(
                Rejection.ASSET_REQUEST_NOT_FOUND, "There is no request for an asset " + id + ".");
    }

    /** Enough to be taken seriously, and no more than the pool will take. */
    static Optional<Refusal> firstContribution(Usdc amount, FundingSettings settings) {
        Map<String, String> figures =
                Map.of(
                        "minimum", settings.minFirstContribution().toString(),
                        "fits", settings.hardCap().toString());
        return FundingRules.when(
                        amount.compareTo(settings.minFirstContribution()) < 0,
                        Rejection.CONTRIBUTION_TOO_SMALL,
                        "A first contribution is "
                                + settings.minFirstContribution()
                                + " USDC at the least.",
                        figures)
                .or(() -> withinHardCap(amount, settings));
    }

    /** The caps may have been changed since the request was made. */
    static Optional<Refusal> withinHardCap(Usdc amount, FundingSettings settings) {
        return FundingRules.when(
                amount.compareTo(settings.hardCap()) > 0,
                Rejection.HARD_CAP_EXCEEDED,
                "A pool takes " + settings.hardCap() + " USDC.",
                Map.of("fits", settings.hardCap().toString()));
    }

    static Optional<Refusal> open(AssetRequest request) {
        return FundingRules.when(
                request.status() != AssetRequestStatus.OPEN,
                Rejection.ASSET_REQUEST_CLOSED,
                "The request is " + request.status() + ".",
                Map.of("status", request.status().name()));
    }

    /** A request whose time is over is as good as returned, whether or not the job has run. */
    static Optional<Refusal> inTime(AssetRequest request, Instant at) {
        return FundingRules.when(
                !at.isBefore(request.expiresAt()),
                Rejection.ASSET_REQUEST_CLOSED,
                "The request has expired at " + request.expiresAt() + ".",
                Map.of("expires_at", request.expiresAt().toString()));
    }

    static Optional<Refusal> due(Instant when, Instant at) {
        return FundingRules.when(
                at.isBefore(when),
                Rejection.NOT_DUE,
                "This is due at " + when + ".",
                Map.of("due_at", when.toString()));
    }
}
