package io.megatron.mapper.custody;

/**
 * What is credited once, in whatever block its transaction ends up.
 *
 * @param ordinal of the log among all logs of its transaction, from 0
 */
public record CreditKey(long chainId, EvmHash transaction, int ordinal) {}
