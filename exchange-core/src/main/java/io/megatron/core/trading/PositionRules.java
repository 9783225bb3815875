package io.megatron.core.trading;

import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.Side;
import java.math.BigInteger;

/** How a position follows its trades. */
public final class PositionRules {
    private PositionRules() {}

    /**
     * The position after a fill.
     *
     * <p>A buy adds its charge, fee included, to the cost basis. A sell of {@code s} takes {@code
     * ⌊basis·s/shares⌋} from it and realises what was paid less that; selling everything takes all
     * of it, so the basis ends at exactly zero.
     *
     * @param tradeSeq the asset's number of the trade
     * @throws io.megatron.curve.money.AmountOutOfRangeException when a figure leaves its column
     */
    public static Position after(Position before, Fill fill, long tradeSeq) {
        return fill.side() == Side.BUY
                ? bought(before, fill, tradeSeq)
                : sold(before, fill, tradeSeq);
    }

    private static Position bought(Position before, Fill fill, long tradeSeq) {
        return new Position(
                before.assetId(),
                before.userId(),
                before.shares().plus(fill.shares()),
                before.costBasis().plus(fill.gross()),
                before.realisedProfit(),
                tradeSeq);
    }

    private static Position sold(Position before, Fill fill, long tradeSeq) {
        Usdc basisSold = basisOf(fill.shares(), before);
        return new Position(
                before.assetId(),
                before.userId(),
                before.shares().minus(fill.shares()),
                before.costBasis().minus(basisSold),
                before.realisedProfit().plus(fill.net().minus(basisSold)),
                tradeSeq);
    }

    private static Usdc basisOf(Shares sold, Position before) {
        return Usdc.ofMicros(
                BigInteger.valueOf(before.costBasis().micros())
                        .multiply(BigInteger.valueOf(sold.micros()))
                        .divide(BigInteger.valueOf(before.shares().micros()))
                        .longValueExact());
    }
}
