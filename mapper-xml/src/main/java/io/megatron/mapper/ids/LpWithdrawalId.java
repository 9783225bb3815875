package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a withdrawal of principal: a UUIDv7. */
public record LpWithdrawalId(UUID value) {
    public static LpWithdrawalId of(UUID value) {
        return new LpWithdrawalId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
