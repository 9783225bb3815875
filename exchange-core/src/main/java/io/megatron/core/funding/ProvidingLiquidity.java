package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.internal.ClaimFeesCommand;
import io.megatron.core.funding.internal.ContributeCommand;
import io.megatron.core.funding.internal.FundingDesk;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import org.springframework.stereotype.Component;

/** Takes contributions of the calls' subjects, and pays what they have earned. */
@Component
public class ProvidingLiquidity {
    private final Book book;
    private final FundingDesk desk;
    private final PoolLimitMirror mirror;

    public ProvidingLiquidity(Book book, FundingDesk desk, PoolLimitMirror mirror) {
        this.book = book;
        this.desk = desk;
        this.mirror = mirror;
    }

    /**
     * Moves USDC from CASH into a pool, as a lot of its own; the contribution that reaches the soft
     * cap activates the asset.
     *
     * @return the contribution, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#USER_NOT_FOUND}, {@link Rejection#USER_BLOCKED}, {@link
     *     Rejection#ASSET_NOT_FOUND}, {@link Rejection#FUNDING_CLOSED}, {@link
     *     Rejection#CONTRIBUTION_TOO_SMALL}, {@link Rejection#HARD_CAP_EXCEEDED}, {@link
     *     Rejection#TOO_MANY_LOTS}, {@link Rejection#INSUFFICIENT_FUNDS}
     */
    public Outcome<Contribution> contribute(
            Call call, AssetId asset, Usdc amount, Submitting submitting, Deadline deadline) {
        return mirror.after(
                submitting.submit(book, new ContributeCommand(desk, call, asset, amount), deadline),
                asset);
    }

    /**
     * Pays all fees that have accrued in a pool, in whole micros.
     *
     * @return the claim, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#USER_NOT_FOUND},
     *     {@link Rejection#ASSET_NOT_FOUND}, {@link Rejection#NOTHING_TO_CLAIM}
     */
    public Outcome<FeeClaim> claimFees(
            Call call, AssetId asset, Submitting submitting, Deadline deadline) {
        return submitting.submit(book, new ClaimFeesCommand(desk, call, asset), deadline);
    }
}
