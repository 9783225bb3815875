package io.megatron.core.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.assets.ReadingAssets;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Signal;
import io.megatron.mapper.pricing.SignalMapper;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Looks up the signals that were taken. */
@Component
public class ReadingSignals {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final SignalMapper signals;
    private final ReadingAssets assets;

    public ReadingSignals(SignalMapper signals, ReadingAssets assets) {
        this.signals = signals;
        this.assets = assets;
    }

    /**
     * Signals before an event's number, newest first.
     *
     * @param asset whose signals; empty for those of all assets
     * @return the signals, or {@link Rejection#ASSET_NOT_FOUND}
     */
    public Outcome<List<Signal>> before(Optional<AssetId> asset, long eventId, int limit) {
        if (asset.isPresent() && assets.withId(asset.get()).isEmpty()) {
            return Outcome.refused(
                    Rejection.ASSET_NOT_FOUND, "There is no asset " + asset.get() + ".");
        }
        return Outcome.accepted(signals.page(asset.orElse(null), eventId, limit));
    }

    /** What a signal rests on. */
    public static List<String> sources(Signal signal) {
        return JSON.readValue(signal.sources(), STRINGS);
    }
}
