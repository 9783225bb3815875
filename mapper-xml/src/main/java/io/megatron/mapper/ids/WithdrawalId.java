package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a withdrawal to the chain: a UUIDv7. */
public record WithdrawalId(UUID value) {
    public static WithdrawalId of(UUID value) {
        return new WithdrawalId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
