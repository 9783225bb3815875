package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a request for an asset: a UUIDv7. */
public record AssetRequestId(UUID value) {
    public static AssetRequestId of(UUID value) {
        return new AssetRequestId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
