package io.megatron.core.trading;

import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.trading.Side;

/**
 * What a trader wants: one amount fixed, and a bound on what the other may become. A minimum of
 * zero opts out of the bound.
 */
public sealed interface Order {

    AssetId asset();

    Side side();

    /** As many shares as {@code usdcIn} buys. */
    record BuyExactIn(AssetId asset, Usdc usdcIn, Shares minSharesOut) implements Order {
        @Override
        public Side side() {
            return Side.BUY;
        }
    }

    /** Exactly {@code sharesOut}, whatever they cost up to the bound. */
    record BuyExactOut(AssetId asset, Shares sharesOut, Usdc maxUsdcIn) implements Order {
        @Override
        public Side side() {
            return Side.BUY;
        }
    }

    /** Exactly {@code sharesIn}, for whatever they pay. */
    record SellExactIn(AssetId asset, Shares sharesIn, Usdc minUsdcOut) implements Order {
        @Override
        public Side side() {
            return Side.SELL;
        }
    }

    /** As few shares as pay {@code usdcOut}. */
    record SellExactOut(AssetId asset, Usdc usdcOut, Shares maxSharesIn) implements Order {
        @Override
        public Side side() {
            return Side.SELL;
        }
    }
}
