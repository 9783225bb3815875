package io.megatron.core.trading;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.PositionKey;
import io.megatron.mapper.trading.PositionMapper;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who holds what. */
@Component
public class Positions implements BookTable<PositionKey, Position> {
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
    public void persist(Changes<Position> changes) {
        if (!changes.inserted().isEmpty()) {
            positions.insert(changes.inserted());
        }
        if (!changes.updated().isEmpty()) {
            positions.update(changes.updated());
        }
    }
}
