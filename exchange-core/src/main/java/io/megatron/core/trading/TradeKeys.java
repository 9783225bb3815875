package io.megatron.core.trading;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.trading.PositionKey;

/**
 * Where the rows of a trade are found. They are made once for it: a trade looks some thirty times
 * into its batch, and there the same key is found sooner than an equal one.
 */
record TradeKeys(
        UserId trader,
        AssetId asset,
        PositionKey position,
        AccountKey cash,
        AccountKey reserve,
        AccountKey lpRewards,
        AccountKey platformFees) {

    static TradeKeys of(UserId trader, AssetId asset) {
        return new TradeKeys(
                trader,
                asset,
                new PositionKey(asset, trader),
                AccountKey.ofUser(AccountKind.CASH, trader),
                AccountKey.ofPool(AccountKind.CURVE_RESERVE, asset),
                AccountKey.ofPool(AccountKind.LP_REWARDS, asset),
                AccountKey.ofPool(AccountKind.PLATFORM_FEES, asset));
    }
}
