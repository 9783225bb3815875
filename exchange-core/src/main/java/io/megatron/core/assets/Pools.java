package io.megatron.core.assets;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.Draft;
import io.megatron.curve.fees.FeeSplit;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.assets.Pool;
import io.megatron.mapper.ids.AssetId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What each asset's liquidity providers own together, and how it grows with every fee. */
@Component
public class Pools implements BookTable<AssetId, Pool> {
    private final AssetMapper assets;

    public Pools(AssetMapper assets) {
        this.assets = assets;
    }

    /**
     * Splits a fee and lets the liquidity providers' part accrue, in constant time whatever their
     * number. The money itself is posted by the caller.
     */
    public FeeSplit accrue(Draft draft, AssetId asset, Usdc fee) {
        Pool pool = draft.find(this, asset).orElseGet(() -> Pool.empty(asset));
        boolean shared = !pool.lpShares().isZero();
        FeeSplit split = FeeSplit.of(fee, shared);
        if (shared) {
            long lpShareMicros = pool.lpShares().micros();
            draft.put(this, asset, pool.with(pool.accumulator().add(split.lps(), lpShareMicros)));
        }
        return split;
    }

    @Override
    public Map<AssetId, Pool> load(Set<AssetId> keys) {
        return assets.pools(keys).stream()
                .collect(Collectors.toMap(Pool::assetId, Function.identity()));
    }

    @Override
    public boolean isRemembered() {
        return true;
    }

    @Override
    public void persist(Changes<Pool> changes) {
        changes.inserted().forEach(assets::insertPool);
        if (!changes.updated().isEmpty()) {
            assets.updatePools(changes.updated());
        }
    }
}
