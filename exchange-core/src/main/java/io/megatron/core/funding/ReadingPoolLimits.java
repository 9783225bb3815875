package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.internal.FundingDesk;
import io.megatron.core.funding.internal.FundingRules;
import io.megatron.core.funding.internal.PoolWindows;
import io.megatron.core.funding.internal.WithdrawalDesk;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Draft;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.LpWithdrawalMapper;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Says what may leave a pool, by the rules that pay. */
@Component
public class ReadingPoolLimits {
    private static final int RELEASES = 100;
    private static final Usdc MOST = Usdc.ofMicros(Usdc.MAX_MICROS);

    private final Book book;
    private final WithdrawalDesk desk;
    private final LpWithdrawalMapper withdrawals;

    public ReadingPoolLimits(Book book, WithdrawalDesk desk, LpWithdrawalMapper withdrawals) {
        this.book = book;
        this.desk = desk;
        this.withdrawals = withdrawals;
    }

    /** The limit as it stands, or {@link Rejection#ASSET_NOT_FOUND}. */
    public Outcome<PoolLimitView> limit(AssetId id) {
        return book.preview(
                keys -> desk.declare(keys, id),
                draft ->
                        draft.find(desk.funding().assets(), id)
                                .<Outcome<PoolLimitView>>map(
                                        asset -> Outcome.accepted(view(draft, asset)))
                                .orElseGet(() -> Outcome.refused(FundingRules.unknownAsset(id))));
    }

    private PoolLimitView view(Draft draft, Asset asset) {
        Usdc paid = desk.paidByPool(draft, asset.id());
        Usdc capital = desk.funding().balance(draft, FundingDesk.capital(asset.id()));
        Usdc base = WithdrawalLimits.base(capital, paid);
        boolean lifted = WithdrawalDesk.lifted(asset);
        return new PoolLimitView(
                asset.id(),
                lifted,
                base,
                lifted ? MOST : desk.limits().poolLimit(base),
                paid,
                desk.poolRemaining(draft, asset),
                desk.funding().funding(draft, asset).queued(),
                releases(asset.id(), draft.time()),
                draft.time());
    }

    private List<PoolLimitView.Release> releases(AssetId id, Instant at) {
        return withdrawals.paymentsAfter(id, at.minus(PoolWindows.LENGTH), RELEASES).stream()
                .map(
                        payment ->
                                new PoolLimitView.Release(
                                        payment.paidAt().plus(PoolWindows.LENGTH),
                                        payment.amount()))
                .toList();
    }
}
