package io.megatron.mapper.custody;

/** A block that was read, so that a reorg below it shows. */
public record Checkpoint(long blockNumber, EvmHash blockHash) {}
