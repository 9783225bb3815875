package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a asset: a UUIDv7. */
public record AssetId(UUID value) {
    public static AssetId of(UUID value) {
        return new AssetId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
