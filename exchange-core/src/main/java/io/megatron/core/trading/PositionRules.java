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
     * @throws io.megatron.curve.money.AmountOutOfRangeException when a figure leaves its column
     */
    public static Position after(Position before, Fill fill) {
        return fill.side() == Side.BUY ? bought(before, fill) : sold(before, fill);
    }

    private static Position bought(Position before, Fill fill) {
        return new Position(
                before.assetId(),
                before.userId(),
                before.shares().plus(fill.shares()),
                before.costBasis().plus(fill.gross()),
                before.realisedProfit());
    }

    private static Position sold(Position before, Fill fill) {
        Usdc basisSold = basisOf(fill.shares(), before);
        return new Position(
                before.assetId(),
                before.userId(),
                before.shares().minus(fill.shares()),
                before.costBasis().minus(basisSold),
                before.realisedProfit().plus(fill.net().minus(basisSold)));
    }

    private static Usdc basisOf(Shares sold, Position before) {
        return Usdc.ofMicros(
                BigInteger.valueOf(before.costBasis().micros())
                        .multiply(BigInteger.valueOf(sold.micros()))
                        .divide(BigInteger.valueOf(before.shares().micros()))
                        .longValueExact());
    }
}
