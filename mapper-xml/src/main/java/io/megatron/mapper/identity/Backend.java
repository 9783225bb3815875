package io.megatron.mapper.identity;

import io.megatron.mapper.ids.BackendId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backend that authenticates people itself.
 *
 * @param name for people; several may have the same
 * @param publicKey as PEM
 * @param registeredAt book time
 * @param revokedAt book time from which on it gets nothing any more
 */
public record Backend(
        BackendId id,
        String name,
        String publicKey,
        Instant registeredAt,
        @Nullable Instant revokedAt) {

    public boolean isRevoked() {
        return revokedAt != null;
    }

    public Backend revoked(Instant at) {
        return new Backend(id, name, publicKey, registeredAt, at);
    }
}
