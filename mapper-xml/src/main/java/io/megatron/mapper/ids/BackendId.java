package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a registered backend: a UUIDv7. */
public record BackendId(UUID value) {
    public static BackendId of(UUID value) {
        return new BackendId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
