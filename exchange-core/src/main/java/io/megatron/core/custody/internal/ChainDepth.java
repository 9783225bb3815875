package io.megatron.core.custody.internal;

import io.megatron.core.custody.DepositSettings;
import io.megatron.core.custody.chain.ChainClient;

/**
 * How deep the chain is.
 *
 * @param head the newest block
 * @param settledHead the newest final one; the newest at all where finality is not asked for
 * @param deep the newest block that is as deep as the policy wants; below zero where none is
 */
public record ChainDepth(long head, long settledHead, long deep) {

    /** Asks the chain. */
    public static ChainDepth of(ChainClient client, DepositSettings settings) {
        long head = client.head(ChainClient.Finality.LATEST).number();
        long settled =
                settings.requiresFinality()
                        ? client.head(ChainClient.Finality.FINALIZED).number()
                        : head;
        // A block is one deep when it is the newest.
        long confirmed = head - settings.requiredConfirmations() + 1;
        return new ChainDepth(head, settled, Math.min(confirmed, settled));
    }
}
