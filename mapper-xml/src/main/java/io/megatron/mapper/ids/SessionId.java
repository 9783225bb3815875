package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a session: a UUIDv7. */
public record SessionId(UUID value) {
    public static SessionId of(UUID value) {
        return new SessionId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
