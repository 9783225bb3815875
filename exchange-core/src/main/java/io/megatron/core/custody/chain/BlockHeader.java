package io.megatron.core.custody.chain;

import io.megatron.mapper.custody.EvmHash;
import java.time.Instant;

/**
 * A block, as far as custody cares.
 *
 * @param time the chain's own, in whole seconds
 */
public record BlockHeader(long number, EvmHash hash, EvmHash parent, Instant time) {}
