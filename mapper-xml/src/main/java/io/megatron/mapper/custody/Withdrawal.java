package io.megatron.mapper.custody;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * USDC on its way to an address on the chain.
 *
 * @param userId whose; null where it is the platform's own
 * @param needsApproval whether an administrator has to approve it
 * @param reason why it was asked for, refused or given back
 * @param approvedBy who approved it; null where nobody had to
 * @param transferSeq the transfer that set the money aside
 * @param closingSeq the transfer that ended it
 * @param reopened how often a reorg took back what was settled
 */
public record Withdrawal(
        WithdrawalId id,
        @Nullable UserId userId,
        EvmAddress destination,
        Usdc amount,
        WithdrawalStatus status,
        boolean needsApproval,
        @Nullable String reason,
        UUID requestedBy,
        Instant requestedAt,
        @Nullable UUID approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant closedAt,
        long transferSeq,
        @Nullable Long closingSeq,
        int reopened) {

    /** Waits to be signed, and nobody had to approve it. */
    public boolean isApprovedByNobody() {
        return status == WithdrawalStatus.APPROVED && approvedBy == null;
    }

    /** May be signed from now on. */
    public Withdrawal approved(@Nullable UUID by, Instant at) {
        return with(WithdrawalStatus.APPROVED, reason, by, at, null, null, reopened);
    }

    /** Approved by nobody, and an administrator has to by now. */
    public Withdrawal askedAgain() {
        return new Withdrawal(
                id,
                userId,
                destination,
                amount,
                WithdrawalStatus.REQUESTED,
                true,
                reason,
                requestedBy,
                requestedAt,
                null,
                null,
                null,
                transferSeq,
                null,
                reopened);
    }

    /** Its authorization has moved on. */
    public Withdrawal moved(WithdrawalStatus to) {
        return with(to, reason, approvedBy, approvedAt, null, null, reopened);
    }

    /** Settled, and taken back by a reorg: it is on its way again. */
    public Withdrawal takenBack() {
        return with(
                WithdrawalStatus.BROADCAST,
                reason,
                approvedBy,
                approvedAt,
                null,
                null,
                reopened + 1);
    }

    /** Ended: paid, or given back. */
    public Withdrawal closed(WithdrawalStatus to, @Nullable String why, Instant at, long seq) {
        return with(to, why == null ? reason : why, approvedBy, approvedAt, at, seq, reopened);
    }

    private Withdrawal with(
            WithdrawalStatus to,
            @Nullable String why,
            @Nullable UUID by,
            @Nullable Instant approval,
            @Nullable Instant closing,
            @Nullable Long seq,
            int times) {
        return new Withdrawal(
                id,
                userId,
                destination,
                amount,
                to,
                needsApproval,
                why,
                requestedBy,
                requestedAt,
                by,
                approval,
                closing,
                transferSeq,
                seq,
                times);
    }
}
