package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a deposit: a UUIDv7. */
public record DepositId(UUID value) {
    public static DepositId of(UUID value) {
        return new DepositId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
