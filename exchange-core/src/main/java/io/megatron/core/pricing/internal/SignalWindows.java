package io.megatron.core.pricing.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.curve.pricing.FundamentalLimit.Range;
import io.megatron.curve.pricing.FundamentalPrice;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.SignalMapper;
import io.megatron.mapper.pricing.SignalMapper.PriceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * How low and how high each fundamental price was in the 24 hours before the batch. An asset
 * without a signal in that time has no row: its price has stood still.
 */
@Component
public class SignalWindows implements BookTable<AssetId, SignalWindows.Window> {
    public static final Duration LENGTH = Duration.ofHours(24);

    private final SignalMapper signals;

    /** What one asset's window has seen. */
    record Window(Range range, int signals) {
        static Window of(FundamentalPrice still) {
            return new Window(Range.of(still), 0);
        }

        Window moved(FundamentalPrice before, FundamentalPrice after) {
            return new Window(range.with(before).with(after), signals + 1);
        }
    }

    public SignalWindows(SignalMapper signals) {
        this.signals = signals;
    }

    @Override
    public Map<AssetId, Window> load(Set<AssetId> keys) {
        throw new UnsupportedOperationException("a window ends at a moment");
    }

    @Override
    public Map<AssetId, Window> load(Set<AssetId> keys, Instant at) {
        return signals.ranges(keys, at.minus(LENGTH)).stream()
                .collect(
                        Collectors.toMap(
                                PriceRange::assetId,
                                range ->
                                        new Window(
                                                new Range(range.lowest(), range.highest()),
                                                range.signals())));
    }

    @Override
    public void persist(Changes<Window> changes) {
        // The signals are what is written; here they only become known to the batch.
    }
}
