package io.megatron.mapper.custody;

import java.time.Instant;

/**
 * The chain and the token that an installation's custody is about, from its first use on.
 *
 * @param chainId the number the chain goes by (EIP-155)
 * @param firstBlock the newest block then: nobody had an address of ours before
 */
public record ChainIdentity(long chainId, EvmAddress token, long firstBlock, Instant firstUsedAt) {}
