package io.megatron.core.pricing.internal;

import io.megatron.core.TimeOrderedIds;
import io.megatron.core.assets.Assets;
import io.megatron.core.events.Outbox;
import io.megatron.core.ledger.Keys;
import io.megatron.core.pricing.Fundamentals;
import io.megatron.core.pricing.SignalSettings;
import io.megatron.mapper.ids.AssetId;
import org.springframework.stereotype.Component;

/** The tables a signal is decided over and written to, and its rules. */
@Component
public record SignalDesk(
        Assets assets,
        Fundamentals fundamentals,
        SignalWindows windows,
        Signals signals,
        Outbox outbox,
        TimeOrderedIds ids,
        SignalSettings settings) {

    void declare(Keys keys, AssetId asset) {
        keys.add(assets, asset);
        keys.add(fundamentals, asset);
        keys.add(windows, asset);
    }
}
