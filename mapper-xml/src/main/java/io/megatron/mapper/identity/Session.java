package io.megatron.mapper.identity;

import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time during which somebody is signed in.
 *
 * @param generation which pair of tokens is the newest, counted from one
 * @param refreshedUnder the request id that made the newest pair; null for the first
 * @param expiresAt when it ends by itself
 * @param endedAt when it was ended
 */
public record Session(
        SessionId id,
        UserId userId,
        int generation,
        @Nullable UUID refreshedUnder,
        Instant startedAt,
        Instant refreshedAt,
        Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable SessionEnd endedBecause) {

    public boolean isOpen(Instant now) {
        return endedAt == null && now.isBefore(expiresAt);
    }
}
