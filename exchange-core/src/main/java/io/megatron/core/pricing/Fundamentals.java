package io.megatron.core.pricing;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Fundamental;
import io.megatron.mapper.pricing.SignalMapper;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The fundamental prices; an asset that has had no signal has none. */
@Component
public class Fundamentals implements BookTable<AssetId, Fundamental> {
    private final SignalMapper signals;

    public Fundamentals(SignalMapper signals) {
        this.signals = signals;
    }

    @Override
    public Map<AssetId, Fundamental> load(Set<AssetId> keys) {
        return signals.fundamentals(keys).stream()
                .collect(Collectors.toMap(Fundamental::assetId, Function.identity()));
    }

    @Override
    public void persist(Changes<Fundamental> changes) {
        if (!changes.inserted().isEmpty()) {
            signals.insertFundamentals(changes.inserted(), changes.at());
        }
        if (!changes.updated().isEmpty()) {
            signals.updateFundamentals(changes.updated(), changes.at());
        }
    }
}
