package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of a signal: a UUIDv7. */
public record SignalId(UUID value) {
    public static SignalId of(UUID value) {
        return new SignalId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
