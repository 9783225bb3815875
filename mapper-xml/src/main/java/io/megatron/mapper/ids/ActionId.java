package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of something that waits for a second administrator: a UUIDv7. */
public record ActionId(UUID value) {
    public static ActionId of(UUID value) {
        return new ActionId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
