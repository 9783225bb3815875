package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a rescan of blocks: a UUIDv7. */
public record RescanId(UUID value) {
    public static RescanId of(UUID value) {
        return new RescanId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
