package io.megatron.core.assets;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetMapper;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which symbols are taken; written by writing the asset. */
@Component
public class Symbols implements BookTable<String, Asset> {
    private final AssetMapper assets;

    public Symbols(AssetMapper assets) {
        this.assets = assets;
    }

    @Override
    public Map<String, Asset> load(Set<String> symbols) {
        return assets.withSymbols(symbols.toArray(String[]::new)).stream()
                .collect(Collectors.toMap(Asset::symbol, Function.identity()));
    }

    @Override
    public void persist(Changes<Asset> changes) {
        // The asset's own row carries the symbol; here it only becomes known to the batch.
    }
}
