package io.megatron.core.funding.internal;

import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpWithdrawalMapper.LpPaid;
import io.megatron.mapper.ids.AssetId;
import org.springframework.stereotype.Component;

/** The tables that withdrawals are decided over and written to. */
@Component
public record WithdrawalDesk(
        FundingDesk funding,
        LpWithdrawals withdrawals,
        LpPayments payments,
        PoolWindows poolWindows,
        LpWindows lpWindows,
        Closing closing) {

    /** Declares a pool, its window, and what is needed to close it. */
    public void declare(Keys keys, AssetId asset) {
        funding.declare(keys, asset);
        keys.add(poolWindows, asset);
        closing.declare(keys, asset);
    }

    /** Declares an LP of the pool, and the LP's window. */
    void declare(Keys keys, LpKey lp) {
        funding.declare(keys, lp);
        keys.add(lpWindows, lp);
    }

    public Usdc paidByPool(Draft draft, AssetId asset) {
        return draft.find(poolWindows, asset).orElse(Usdc.ZERO);
    }

    LpPaid paidToLp(Draft draft, LpKey lp) {
        return draft.find(lpWindows, lp)
                .orElseGet(() -> new LpPaid(lp.assetId(), lp.userId(), Usdc.ZERO, Usdc.ZERO));
    }

    Usdc capital(Draft draft, AssetId asset) {
        return funding.balance(draft, FundingDesk.capital(asset));
    }

    public WithdrawalLimits limits() {
        return funding.settings().limits();
    }

    /** A retired pool lets everybody go: its limit is lifted. */
    public static boolean lifted(Asset asset) {
        return asset.status() == AssetStatus.SELL_ONLY || asset.status() == AssetStatus.CLOSED;
    }

    /** What may still leave the pool now. */
    public Usdc poolRemaining(Draft draft, Asset asset) {
        Usdc capital = capital(draft, asset.id());
        return lifted(asset)
                ? capital
                : limits().poolRemaining(capital, paidByPool(draft, asset.id()));
    }
}
