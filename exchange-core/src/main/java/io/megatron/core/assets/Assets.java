package io.megatron.core.assets;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.ids.AssetId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The assets and their pools; declare an asset before its funding, which refers to it. */
@Component
public class Assets implements BookTable<AssetId, Asset> {
    private static final KeyFormat<AssetId> KEYS = KeyFormat.ofId(AssetId::value, AssetId::of);

    private final AssetMapper assets;

    public Assets(AssetMapper assets) {
        this.assets = assets;
    }

    @Override
    public Map<AssetId, Asset> load(Set<AssetId> keys) {
        return assets.assets(keys).stream()
                .collect(Collectors.toMap(Asset::id, Function.identity()));
    }

    @Override
    public boolean isRemembered() {
        return true;
    }

    @Override
    public Optional<KeyFormat<AssetId>> keyFormat() {
        return Optional.of(KEYS);
    }

    @Override
    public void persist(Changes<Asset> changes) {
        changes.inserted().forEach(assets::insert);
        if (!changes.updated().isEmpty()) {
            assets.update(changes.updated());
        }
    }
}
