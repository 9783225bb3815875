package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a user: a UUIDv7. */
public record UserId(UUID value) {
    public static UserId of(UUID value) {
        return new UserId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
