package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.internal.CancelFundingCommand;
import io.megatron.core.funding.internal.FundingDesk;
import io.megatron.core.funding.internal.RefundCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.mapper.funding.FundingMapper;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpMapper;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Gives principal back when a funding has missed its deadline. A job cancels the asset and then
 * refunds its LPs one by one; an LP may come first and do both. Nobody is paid twice, and the job
 * may stop and begin again anywhere.
 */
@Component
public class RefundingLps {
    private static final String JOB = "funding-refunds";

    private final Book book;
    private final FundingDesk desk;
    private final FundingMapper fundings;
    private final LpMapper lps;

    public RefundingLps(Book book, FundingDesk desk, FundingMapper fundings, LpMapper lps) {
        this.book = book;
        this.desk = desk;
        this.fundings = fundings;
        this.lps = lps;
    }

    /**
     * Gives the caller's principal back, and cancels the asset where the job has not.
     *
     * @return the refund, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#USER_NOT_FOUND},
     *     {@link Rejection#ASSET_NOT_FOUND}, {@link Rejection#NOT_DUE}, {@link
     *     Rejection#NOTHING_TO_REFUND}
     */
    public Outcome<Refund> claim(
            Call call, AssetId asset, Submitting submitting, Deadline deadline) {
        LpKey lp = new LpKey(asset, UserId.of(call.subject()));
        return submitting.submit(book, new RefundCommand(desk, call, lp), deadline);
    }

    /**
     * Cancels an asset that has missed its deadline. For a job: its call follows from the asset.
     *
     * @return the asset, or {@link Rejection#ASSET_NOT_FOUND}, {@link Rejection#NOT_DUE}, {@link
     *     Rejection#NOTHING_TO_REFUND} when it was funded
     */
    public Outcome<AssetId> cancel(AssetId asset, Submitting submitting, Deadline deadline) {
        Call call = Call.ofJob(JOB, "CancelFunding", Map.of("asset_id", asset.toString()));
        return submitting.submit(book, new CancelFundingCommand(desk, call, asset), deadline);
    }

    /**
     * Gives an LP's principal back. For a job: its call follows from pool and LP.
     *
     * @return the refund, replayed when the job has paid it before, or {@link
     *     Rejection#NOTHING_TO_REFUND} when the LP was first
     */
    public Outcome<Refund> refund(LpKey lp, Submitting submitting, Deadline deadline) {
        Call call =
                Call.ofJob(
                        JOB,
                        "RefundLp",
                        Map.of(
                                "asset_id", lp.assetId().toString(),
                                "user_id", lp.userId().toString()));
        return submitting.submit(book, new RefundCommand(desk, call, lp), deadline);
    }

    /** Assets that {@link #cancel} is due for, in the order of ids, after one of them. */
    public List<AssetId> missed(Instant at, Optional<AssetId> after, int limit) {
        return fundings.missed(at, after.orElse(null), limit);
    }

    /**
     * Assets that owe refunds, cancelled or about to be, in the order of ids, after one of them.
     */
    public List<AssetId> refundable(Instant at, Optional<AssetId> after, int limit) {
        return fundings.refundable(at, after.orElse(null), limit);
    }

    /** How many assets {@link #cancel} is due for. */
    public long countMissed(Instant at) {
        return fundings.countMissed(at);
    }

    /** How many LPs have principal in {@link #refundable} pools. */
    public long countUnrefundedLps(Instant at) {
        return fundings.countUnrefundedLps(at);
    }

    /** LPs with principal in a pool, in the order of users, after one of them. */
    public List<LpKey> lps(AssetId asset, Optional<UserId> after, int limit) {
        return lps.ofPool(asset, after.orElse(null), limit).stream().map(LpPosition::key).toList();
    }
}
