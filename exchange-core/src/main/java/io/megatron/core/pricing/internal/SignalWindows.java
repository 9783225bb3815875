package io.megatron.core.pricing.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.curve.pricing.FundamentalLimit.Range;
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
public class SignalWindows implements BookTable<AssetId, Range> {
    public static final Duration LENGTH = Duration.ofHours(24);

    private final SignalMapper signals;

    public SignalWindows(SignalMapper signals) {
        this.signals = signals;
    }

    @Override
    public Map<AssetId, Range> load(Set<AssetId> keys) {
        throw new UnsupportedOperationException("a window ends at a moment");
    }

    @Override
    public Map<AssetId, Range> load(Set<AssetId> keys, Instant at) {
        return signals.ranges(keys, at.minus(LENGTH)).stream()
                .collect(
                        Collectors.toMap(
                                PriceRange::assetId,
                                range -> new Range(range.lowest(), range.highest())));
    }

    @Override
    public void persist(Changes<Range> changes) {
        // The signals are what is written; here they only become known to the batch.
    }
}
