package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a trade: a UUIDv7. */
public record TradeId(UUID value) {
    public static TradeId of(UUID value) {
        return new TradeId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
