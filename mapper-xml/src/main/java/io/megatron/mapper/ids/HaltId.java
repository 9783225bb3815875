package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a halt of custody: a UUIDv7. */
public record HaltId(UUID value) {
    public static HaltId of(UUID value) {
        return new HaltId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
