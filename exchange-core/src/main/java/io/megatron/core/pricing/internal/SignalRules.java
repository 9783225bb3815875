package io.megatron.core.pricing.internal;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.pricing.Claim;
import io.megatron.core.pricing.SignalSettings;
import io.megatron.curve.pricing.FundamentalLimit.Range;
import io.megatron.curve.pricing.FundamentalPrice;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import java.util.Map;
import java.util.Optional;

/** What stands against a signal. Each rule answers a refusal or nothing. */
final class SignalRules {
    private SignalRules() {}

    static Refusal unknownAsset(AssetId asset) {
        return Refusal.of(Rejection.ASSET_NOT_FOUND, "There is no asset " + asset + ".");
    }

    /** Whoever holds shares wants to know what they are worth, also while they can only be sold. */
    static Optional<Refusal> status(Asset asset) {
        boolean open =
                asset.status() == AssetStatus.ACTIVE || asset.status() == AssetStatus.SELL_ONLY;
        return when(
                !open,
                Rejection.ASSET_NOT_ACTIVE,
                "Asset " + asset.symbol() + " is " + asset.status() + ": no signals.",
                Map.of("status", asset.status().name()));
    }

    /** A signal that its own sender doubts is no signal. */
    static Optional<Refusal> confidence(SignalSettings settings, Claim claim) {
        return when(
                claim.confidence().compareTo(settings.minConfidence()) < 0,
                Rejection.SIGNAL_CONFIDENCE_TOO_LOW,
                "A confidence of %s is below the %s that counts."
                        .formatted(claim.confidence(), settings.minConfidence()),
                Map.of(
                        "confidence", claim.confidence().toString(),
                        "min_confidence", settings.minConfidence().toString()));
    }

    /**
     * A fundamental price moves only so far in 24 hours, however many signals push it; the details
     * say which claims would still be taken now.
     */
    static Optional<Refusal> dailyLimit(
            SignalSettings settings, Range window, FundamentalPrice now, FundamentalPrice after) {
        if (settings.limit().allows(window, now, after)) {
            return Optional.empty();
        }
        String highest =
                settings.limit()
                        .left(window, now, settings.beta())
                        .clampedTo(settings.maxDelta())
                        .toString();
        String lowest =
                settings.limit()
                        .leftBelow(window, now, settings.beta())
                        .clampedTo(settings.maxDelta())
                        .toString();
        return Optional.of(
                new Refusal(
                        Rejection.SIGNAL_LIMIT_EXCEEDED,
                        "The fundamental price may move by %s in 24 hours; a delta from %s to %s is left."
                                .formatted(settings.dailyLimit(), lowest, highest),
                        Map.of(
                                "daily_limit", settings.dailyLimit().toString(),
                                "min_delta_left", lowest,
                                "max_delta_left", highest,
                                "fundamental", now.toString(),
                                "lowest_in_window", window.lowest().toString(),
                                "highest_in_window", window.highest().toString())));
    }

    private static Optional<Refusal> when(
            boolean applies, Rejection code, String message, Map<String, String> details) {
        return applies ? Optional.of(new Refusal(code, message, details)) : Optional.empty();
    }
}
