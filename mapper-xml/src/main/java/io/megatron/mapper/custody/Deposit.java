package io.megatron.mapper.custody;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.UserId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transfer of the token to one of our addresses.
 *
 * @param logIndex among all logs of the block
 * @param userId whose address it went to; null where the address is nobody's
 * @param units what the token says, in its smallest unit
 * @param amount null where that is more than the ledger holds
 * @param ordinal of the log among all logs of its transaction; known once it is credited
 * @param creditBlockNumber where the credited transfer is on the chain, also after a reorg
 * @param losses how often it was written off and came back: odd while it is gone from the chain
 * @param attributedTo to whom an administrator gave what had arrived for nobody
 */
public record Deposit(
        DepositId id,
        long chainId,
        long blockNumber,
        EvmHash blockHash,
        EvmHash transactionHash,
        long logIndex,
        EvmAddress sender,
        EvmAddress address,
        @Nullable UserId userId,
        BigInteger units,
        @Nullable Usdc amount,
        DepositStatus status,
        @Nullable String reason,
        Instant detectedAt,
        @Nullable Instant closedAt,
        @Nullable Integer ordinal,
        @Nullable Long creditBlockNumber,
        @Nullable EvmHash creditBlockHash,
        @Nullable Long transferSeq,
        int losses,
        @Nullable UserId attributedTo) {

    /** What it is worth; only deposits that may be credited are sure to have it. */
    public Usdc worth() {
        return Objects.requireNonNull(amount, "a deposit larger than any account");
    }

    public boolean isCredited() {
        return status == DepositStatus.CREDITED;
    }

    /** Credited, and gone from the chain since. */
    public boolean isLost() {
        return losses % 2 == 1;
    }

    /** In the ledger, and nobody's yet. */
    public boolean isUnattributed() {
        return isCredited() && userId == null && attributedTo == null;
    }

    public Deposit credited(int place, long seq, Instant at) {
        return with(DepositStatus.CREDITED, null, at, place, blockNumber, blockHash, seq, 0, null);
    }

    /** Not credited, and not going to be: orphaned or ignored. */
    public Deposit closed(DepositStatus to, String why, Instant at) {
        return with(to, why, at, null, null, null, null, 0, null);
    }

    /** Given up or ignored where it was; whether it is there can be asked again. */
    public boolean mayComeBack() {
        return status == DepositStatus.ORPHANED
                || status == DepositStatus.IGNORED && amount != null && !amount.isZero();
    }

    /** Back on the chain before it was ever credited. */
    public Deposit reopened() {
        return with(DepositStatus.DETECTED, null, null, null, null, null, null, 0, null);
    }

    /** Its transaction is in another block now. */
    public Deposit followed(long number, EvmHash hash) {
        return with(
                status, reason, closedAt, ordinal, number, hash, transferSeq, losses, attributedTo);
    }

    /** Written off, or back after that. */
    public Deposit lostOrFound() {
        return with(
                status,
                reason,
                closedAt,
                ordinal,
                creditBlockNumber,
                creditBlockHash,
                transferSeq,
                losses + 1,
                attributedTo);
    }

    public Deposit attributed(UserId user) {
        return with(
                status,
                reason,
                closedAt,
                ordinal,
                creditBlockNumber,
                creditBlockHash,
                transferSeq,
                losses,
                user);
    }

    private Deposit with(
            DepositStatus to,
            @Nullable String why,
            @Nullable Instant at,
            @Nullable Integer place,
            @Nullable Long creditNumber,
            @Nullable EvmHash creditHash,
            @Nullable Long seq,
            int lost,
            @Nullable UserId given) {
        return new Deposit(
                id,
                chainId,
                blockNumber,
                blockHash,
                transactionHash,
                logIndex,
                sender,
                address,
                userId,
                units,
                amount,
                to,
                why,
                detectedAt,
                at,
                place,
                creditNumber,
                creditHash,
                seq,
                lost,
                given);
    }
}
