package io.megatron.core.trading;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.trading.PriceMove;
import io.megatron.mapper.trading.PriceMoveMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How far prices have moved lately. */
@Component
public class PriceMoves implements BookTable<AssetId, PriceMove> {
    private static final KeyFormat<AssetId> KEYS = KeyFormat.ofId(AssetId::value, AssetId::of);

    private final PriceMoveMapper moves;

    public PriceMoves(PriceMoveMapper moves) {
        this.moves = moves;
    }

    @Override
    public Map<AssetId, PriceMove> load(Set<AssetId> keys) {
        return moves.moves(keys).stream()
                .collect(Collectors.toMap(PriceMove::assetId, Function.identity()));
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
    public void persist(Changes<PriceMove> changes) {
        moves.write(
                Stream.concat(changes.inserted().stream(), changes.updated().stream()).toList());
    }
}
