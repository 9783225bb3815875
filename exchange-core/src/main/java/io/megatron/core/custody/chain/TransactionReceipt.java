package io.megatron.core.custody.chain;

import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.util.List;

/**
 * What became of a transaction that is in a block.
 *
 * @param succeeded false where it was reverted
 * @param logs all of them in their order, whatever contract wrote them
 */
public record TransactionReceipt(
        EvmHash transaction,
        long blockNumber,
        EvmHash blockHash,
        boolean succeeded,
        List<Log> logs) {

    public TransactionReceipt {
        logs = List.copyOf(logs);
    }

    /**
     * A log of the receipt.
     *
     * @param index among all logs of the block; the ordinal within the receipt is its place in
     *     {@link #logs}
     */
    public record Log(long index, EvmAddress contract, List<EvmHash> topics, String data) {
        public Log {
            topics = List.copyOf(topics);
        }
    }
}
