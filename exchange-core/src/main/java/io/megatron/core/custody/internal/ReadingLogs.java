package io.megatron.core.custody.internal;

import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.RangeRefusedException;
import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.mapper.custody.EvmAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Reads logs in ranges as large as the node answers for: half as large where it refuses, and larger
 * again after it has answered for a while.
 */
public final class ReadingLogs {
    private static final int ANSWERS_UNTIL_LARGER = 16;

    private final long most;
    private long blocks;
    private int answers;

    /**
     * @param most blocks at once
     */
    public ReadingLogs(long most) {
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
        return read(chain.client()::transfersTo, chain, recipients, from, to);
    }

    /**
     * Authorizations of any of the authorizers that were used or cancelled in the blocks from..to,
     * both included.
     *
     * @throws RangeRefusedException if not even one block and one authorizer is little enough
     */
    public List<AuthorizationSpent> authorizations(
            KnownChain chain, List<EvmAddress> authorizers, long from, long to) {
        return read(chain.client()::authorizationsSpent, chain, authorizers, from, to);
    }

    /** Asks for the logs of some addresses in a range of blocks. */
    private interface Question<T> {
        List<T> ask(EvmAddress token, Collection<EvmAddress> addresses, long from, long to);
    }

    private <T> List<T> read(
            Question<T> question,
            KnownChain chain,
            List<EvmAddress> addresses,
            long from,
            long to) {
        List<T> found = new ArrayList<>();
        long at = from;
        while (at <= to) {
            long end = Math.min(to, at + size() - 1);
            try {
                found.addAll(question.ask(chain.token(), addresses, at, end));
                answered();
                at = end + 1;
            } catch (RangeRefusedException refused) {
                if (end > at) {
                    refused(end - at + 1);
                } else {
                    found.addAll(oneBlock(question, chain, addresses, at, refused));
                    at = end + 1;
                }
            }
        }
        return found;
    }

    /** A block with more logs than the node answers with at once. */
    private <T> List<T> oneBlock(
            Question<T> question,
            KnownChain chain,
            List<EvmAddress> addresses,
            long block,
            RangeRefusedException refused) {
        if (addresses.size() == 1) {
            throw refused;
        }
        int half = addresses.size() / 2;
        List<T> found =
                new ArrayList<>(read(question, chain, addresses.subList(0, half), block, block));
        found.addAll(
                read(question, chain, addresses.subList(half, addresses.size()), block, block));
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
