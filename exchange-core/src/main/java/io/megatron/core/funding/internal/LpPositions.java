package io.megatron.core.funding.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpMapper;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What each user provides to each pool. */
@Component
public class LpPositions implements BookTable<LpKey, LpPosition> {
    private static final KeyFormat<LpKey> KEYS =
            KeyFormat.ofIds(
                    key -> key.assetId().value(),
                    key -> key.userId().value(),
                    (asset, user) -> new LpKey(AssetId.of(asset), UserId.of(user)));

    private final LpMapper lps;

    public LpPositions(LpMapper lps) {
        this.lps = lps;
    }

    @Override
    public Map<LpKey, LpPosition> load(Set<LpKey> keys) {
        return lps.positions(keys).stream()
                .collect(Collectors.toMap(LpPosition::key, Function.identity()));
    }

    @Override
    public boolean isRemembered() {
        return true;
    }

    @Override
    public Optional<KeyFormat<LpKey>> keyFormat() {
        return Optional.of(KEYS);
    }

    @Override
    public void persist(Changes<LpPosition> changes) {
        if (!changes.inserted().isEmpty()) {
            lps.insertPositions(changes.inserted());
        }
        if (!changes.updated().isEmpty()) {
            lps.updatePositions(changes.updated());
        }
    }
}
