package io.megatron.core.assets;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.FundingMapper;
import io.megatron.mapper.ids.AssetId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Each asset's funding; declare an asset before its funding, which refers to it. */
@Component
public class Fundings implements BookTable<AssetId, Funding> {
    private static final KeyFormat<AssetId> KEYS = KeyFormat.ofId(AssetId::value, AssetId::of);

    private final FundingMapper fundings;

    public Fundings(FundingMapper fundings) {
        this.fundings = fundings;
    }

    @Override
    public Map<AssetId, Funding> load(Set<AssetId> keys) {
        return fundings.fundings(keys).stream()
                .collect(Collectors.toMap(Funding::assetId, Function.identity()));
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
    public void persist(Changes<Funding> changes) {
        changes.inserted().forEach(fundings::insert);
        if (!changes.updated().isEmpty()) {
            fundings.update(changes.updated());
        }
    }
}
