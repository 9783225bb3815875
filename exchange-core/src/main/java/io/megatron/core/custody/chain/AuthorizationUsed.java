package io.megatron.core.custody.chain;

import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;

/** An {@code AuthorizationUsed} log of a token (EIP-3009), whoever submitted the transaction. */
public record AuthorizationUsed(
        EvmAddress authorizer,
        EvmHash nonce,
        long blockNumber,
        EvmHash blockHash,
        EvmHash transaction,
        long logIndex) {}
