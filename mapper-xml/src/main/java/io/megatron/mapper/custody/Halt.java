package io.megatron.mapper.custody;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.HaltId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Custody stands still, or stood.
 *
 * @param blockNumber the first block known to differ
 * @param expectedHash its hash as it was kept
 * @param foundHash its hash as the chain had it when the halt was raised
 * @param resolvedAt null while custody stands still
 * @param writtenOff USDC that had been credited and was gone from the chain
 */
public record Halt(
        HaltId id,
        HaltCause cause,
        String message,
        long blockNumber,
        @Nullable EvmHash expectedHash,
        @Nullable EvmHash foundHash,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable UUID resolvedBy,
        @Nullable String resolution,
        Usdc writtenOff) {

    public boolean isOpen() {
        return resolvedAt == null;
    }

    /** The same halt, ended. */
    public Halt resolved(Instant at, UUID by, String why, Usdc lost) {
        return new Halt(
                id,
                cause,
                message,
                blockNumber,
                expectedHash,
                foundHash,
                raisedAt,
                at,
                by,
                why,
                lost);
    }
}
