package io.megatron.core.trading;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.PositionKey;
import io.megatron.mapper.trading.PositionMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who holds what. */
@Component
public class Positions implements BookTable<PositionKey, Position> {
    private static final KeyFormat<PositionKey> KEYS =
            KeyFormat.ofIds(
                    key -> key.assetId().value(),
                    key -> key.userId().value(),
                    (asset, user) -> new PositionKey(AssetId.of(asset), UserId.of(user)));

    private final PositionMapper positions;

    public Positions(PositionMapper positions) {
        this.positions = positions;
    }

    @Override
    public Map<PositionKey, Position> load(Set<PositionKey> keys) {
        return positions.positions(keys).stream()
                .collect(Collectors.toMap(Position::key, Function.identity()));
    }

    @Override
    public boolean isRemembered() {
        return true;
    }

    @Override
    public Optional<KeyFormat<PositionKey>> keyFormat() {
        return Optional.of(KEYS);
    }

    @Override
    public void persist(Changes<Position> changes) {
        if (!changes.inserted().isEmpty()) {
            positions.insert(changes.inserted());
        }
        if (!changes.updated().isEmpty()) {
            positions.update(changes.updated(), changes.before());
        }
    }
}
