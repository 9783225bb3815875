package io.megatron.core.custody;

import io.megatron.mapper.custody.Halt;

/**
 * Custody goes on.
 *
 * @param writtenOff USDC that had been credited and is gone from the chain
 */
public record CustodyResumed(String haltId, String resolution, String writtenOff) {
    public static final String KIND = "custody_resumed";

    public static CustodyResumed of(Halt halt) {
        return new CustodyResumed(
                halt.id().toString(),
                halt.resolution() == null ? "" : halt.resolution(),
                halt.writtenOff().toString());
    }
}
