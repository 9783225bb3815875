package io.megatron.core.custody.chain;

import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;

/**
 * A {@code Transfer} log of a token.
 *
 * @param logIndex among all logs of the block
 * @param amount in the token's smallest unit; a foreign or broken token may say anything
 */
public record TokenTransfer(
        EvmAddress token,
        EvmAddress from,
        EvmAddress to,
        BigInteger amount,
        long blockNumber,
        EvmHash blockHash,
        EvmHash transaction,
        long logIndex) {}
