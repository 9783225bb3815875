package io.megatron.core.assets;

import io.megatron.core.events.Outbox;
import io.megatron.core.ledger.Draft;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import org.springframework.stereotype.Component;

/** Moves an asset on in its life and announces it. Whether it may is the caller's rule. */
@Component
public class ChangingStatus {
    private final Assets assets;
    private final Outbox outbox;

    public ChangingStatus(Assets assets, Outbox outbox) {
        this.assets = assets;
        this.outbox = outbox;
    }

    /** The asset in its new status, already in the draft. */
    public Asset change(Draft draft, AssetId id, AssetStatus after) {
        Asset asset = draft.find(assets, id).orElseThrow();
        Asset changed = asset.changedTo(after);
        draft.put(assets, id, changed);
        outbox.announce(
                draft,
                draft.nextEventId(),
                id,
                changed.eventSeq(),
                AssetStatusChanged.KIND,
                new AssetStatusChanged(
                        id.toString(), asset.symbol(), asset.status().name(), after.name()));
        return changed;
    }
}
