package io.megatron.core.custody;

import io.megatron.mapper.custody.Halt;

/** Custody stands still from now on. */
public record CustodyHalted(
        String haltId, String cause, String message, long blockNumber, String raisedAt) {
    public static final String KIND = "custody_halted";

    public static CustodyHalted of(Halt halt) {
        return new CustodyHalted(
                halt.id().toString(),
                halt.cause().name(),
                halt.message(),
                halt.blockNumber(),
                halt.raisedAt().toString());
    }
}
