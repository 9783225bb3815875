package io.megatron.core.custody.internal;

import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.RangeRefusedException;
import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.mapper.custody.EvmAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads logs in ranges as large as the node answers for: half as large where it refuses, and larger
 * again after it has answered for a while.
 */
final class ReadingLogs {
    private static final int ANSWERS_UNTIL_LARGER = 16;

    private final long most;
    private long blocks;
    private int answers;

    ReadingLogs(long most) {
        this.most = most;
        this.blocks = most;
    }

    /**
     * Transfers of the token to any of the recipients in the blocks from..to, both included.
     *
     * @throws RangeRefusedException if not even one block and one recipient is little enough
     */
    List<TokenTransfer> transfers(
            KnownChain chain, List<EvmAddress> recipients, long from, long to) {
        List<TokenTransfer> found = new ArrayList<>();
        long at = from;
        while (at <= to) {
            long end = Math.min(to, at + size() - 1);
            try {
                found.addAll(chain.client().transfersTo(chain.token(), recipients, at, end));
                answered();
                at = end + 1;
            } catch (RangeRefusedException refused) {
                if (end > at) {
                    refused(end - at + 1);
                } else {
                    found.addAll(oneBlock(chain, recipients, at, refused));
                    at = end + 1;
                }
            }
        }
        return found;
    }

    /** A block with more logs than the node answers with at once. */
    private List<TokenTransfer> oneBlock(
            KnownChain chain,
            List<EvmAddress> recipients,
            long block,
            RangeRefusedException refused) {
        if (recipients.size() == 1) {
            throw refused;
        }
        int half = recipients.size() / 2;
        List<TokenTransfer> found =
                new ArrayList<>(transfers(chain, recipients.subList(0, half), block, block));
        found.addAll(transfers(chain, recipients.subList(half, recipients.size()), block, block));
        return found;
    }

    private synchronized long size() {
        return blocks;
    }

    private synchronized void answered() {
        answers++;
        if (answers >= ANSWERS_UNTIL_LARGER && blocks < most) {
            blocks = Math.min(most, 2 * blocks);
            answers = 0;
        }
    }

    private synchronized void refused(long size) {
        blocks = Math.max(1, size / 2);
        answers = 0;
    }
}
