package io.megatron.curve.bonding;

import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Chance;
import java.math.BigInteger;

/**
 * A curve at a supply, and somebody who wants to trade there.
 *
 * @param shares what might be bought
 * @param usdcIn what might be spent
 * @param held what the trader has; at most the supply, unless drawn wild
 * @param sharesIn what might be sold
 * @param usdcOut what might be wanted for some of it
 */
record Situation(
        BondingCurve curve,
        Shares supply,
        FeeRate fee,
        Shares shares,
        Usdc usdcIn,
        Shares held,
        Shares sharesIn,
        Usdc usdcOut) {

    /** A situation of any magnitude whose figures nearly always fit their columns. */
    static Situation drawn(Chance chance) {
        Price basePrice = new Price(chance.fromOneUpTo(Price.MAX_MICROS));
        Slope slope = chance.oneIn(10) ? Slope.ZERO : new Slope(chance.upTo(Slope.MAX_PICOS));
        return at(chance, new BondingCurve(basePrice, slope), anyFee(chance));
    }

    /** Base prices, slopes, supplies and trades as one meets them every day. */
    static Situation everyday(Chance chance) {
        BondingCurve curve =
                new BondingCurve(
                        new Price(10_000 + chance.below(100_000_000)),
                        Slope.ofPicos(chance.below(2_000_000_000)));
        Shares supply = new Shares(chance.fromOneUpTo(2_000_000_000_000L));
        Usdc usdcIn = new Usdc(1_000_000 + chance.upTo(100_000_000_000L));
        Shares held = new Shares(chance.fromOneUpTo(supply.micros()));
        Shares sharesIn = new Shares(chance.fromOneUpTo(held.micros()));
        FeeRate fee = new FeeRate(30 + chance.below(171));
        Shares shares = new Shares(chance.fromOneUpTo(10_000_000_000L));
        return new Situation(curve, supply, fee, shares, usdcIn, held, sharesIn, usdcIn);
    }

    /** Anything the types admit, likely or not. */
    static Situation wild(Chance chance) {
        BondingCurve curve =
                new BondingCurve(
                        new Price(chance.fromOneUpTo(Price.MAX_MICROS)),
                        new Slope(chance.upTo(Slope.MAX_PICOS)));
        return new Situation(
                curve,
                anyShares(chance),
                new FeeRate(chance.below(10_000)),
                anyShares(chance),
                anyUsdc(chance),
                anyShares(chance),
                anyShares(chance),
                anyUsdc(chance));
    }

    private static Situation at(Chance chance, BondingCurve curve, FeeRate fee) {
        CurveByDefinition reference = new CurveByDefinition(curve, fee);
        long most = mostShares(curve, reference);
        // One supply in fifty lies where the whole curve would not fit, though a trade may.
        long supplyBound = chance.oneIn(50) ? mostByPrice(curve) : most - 1;
        Shares supply = new Shares(chance.upTo(Math.max(0, supplyBound)));
        long room = Math.max(1, most - supply.micros());
        Shares shares = new Shares(chance.fromOneUpTo(room));
        BigInteger dearest = reference.charge(reference.cost(big(supply.micros()), big(room)));
        Usdc usdcIn = new Usdc(chance.fromOneUpTo(clamped(dearest)));
        Shares held = new Shares(chance.fromOneUpTo(supply.micros()));
        Shares sharesIn = new Shares(chance.fromOneUpTo(held.micros()));
        BigInteger worth =
                reference.left(reference.gross(big(supply.micros()), big(held.micros())));
        Usdc usdcOut = new Usdc(Math.max(1, chance.fromOneUpTo(clamped(worth))));
        return new Situation(curve, supply, fee, shares, usdcIn, held, sharesIn, usdcOut);
    }

    /** A supply up to which the whole curve's area, with its fee, and its price fit. */
    private static long mostShares(BondingCurve curve, CurveByDefinition reference) {
        BigInteger money = reference.left(big(Usdc.MAX_MICROS)).shiftRight(1);
        BigInteger byBase = money.multiply(big(1_000_000)).divide(big(curve.basePrice().micros()));
        BigInteger most = byBase.min(big(mostByPrice(curve)));
        if (!curve.slope().isZero()) {
            BigInteger square =
                    money.multiply(CurveByDefinition.AREA_UNITS).divide(curve.slope().picos());
            most = most.min(square.sqrt());
        }
        return most.min(big(Shares.MAX_MICROS)).longValueExact();
    }

    private static long mostByPrice(BondingCurve curve) {
        if (curve.slope().isZero()) {
            return Shares.MAX_MICROS;
        }
        return big(Price.MAX_MICROS - curve.basePrice().micros())
                .multiply(BigInteger.TEN.pow(12))
                .divide(curve.slope().picos())
                .min(big(Shares.MAX_MICROS))
                .longValueExact();
    }

    private static FeeRate anyFee(Chance chance) {
        return switch (chance.below(4)) {
            case 0 -> FeeRate.ZERO;
            case 1 -> new FeeRate(chance.below(10_000));
            case 2 -> new FeeRate((int) chance.upTo(FeeRate.MAX_BPS));
            default -> new FeeRate(30 + chance.below(171));
        };
    }

    private static Shares anyShares(Chance chance) {
        return new Shares(chance.upTo(Shares.MAX_MICROS));
    }

    private static Usdc anyUsdc(Chance chance) {
        Usdc amount = new Usdc(chance.upTo(Usdc.MAX_MICROS));
        return chance.oneIn(10) ? amount.negated() : amount;
    }

    private static long clamped(BigInteger micros) {
        return micros.min(big(Usdc.MAX_MICROS)).longValueExact();
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
