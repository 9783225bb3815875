package io.megatron.curve.bonding;

import io.megatron.curve.bonding.CurveAnswer.Filled;
import io.megatron.curve.bonding.CurveAnswer.NotEnoughShares;
import io.megatron.curve.bonding.CurveAnswer.OutOfRange;
import io.megatron.curve.bonding.CurveAnswer.TooSmall;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.Predicate;

/**
 * The curve as the domain defines it, for comparison: areas are rational numbers, every extremum is
 * found by bisection, nothing is solved. It shares no arithmetic with the product.
 */
final class CurveByDefinition {
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger BPS = BigInteger.valueOf(10_000);
    private static final BigInteger MAX = BigInteger.valueOf(Usdc.MAX_MICROS);

    /** The denominator of {@link #area}: 2·10¹⁸ of its units are one micro-USDC. */
    static final BigInteger AREA_UNITS = new BigInteger("2000000000000000000");

    private static final BigInteger UNITS_OF_A_MICRO_PRICE = new BigInteger("2000000000000");

    private final BigInteger basePrice;
    private final BigInteger slope;
    private final BigInteger bps;

    CurveByDefinition(BondingCurve curve, FeeRate fee) {
        basePrice = big(curve.basePrice().micros());
        slope = curve.slope().picos();
        bps = BigInteger.valueOf(fee.bps());
    }

    /** {@code P0·(b − a) + k·(b² − a²)/2}, over {@link #AREA_UNITS}. */
    BigInteger area(BigInteger a, BigInteger b) {
        BigInteger constant = basePrice.multiply(b.subtract(a));
        BigInteger rising = slope.multiply(b.multiply(b).subtract(a.multiply(a)));
        return constant.multiply(UNITS_OF_A_MICRO_PRICE).add(rising);
    }

    BigInteger cost(BigInteger supply, BigInteger shares) {
        BigInteger[] parts = area(supply, supply.add(shares)).divideAndRemainder(AREA_UNITS);
        return parts[1].signum() == 0 ? parts[0] : parts[0].add(ONE);
    }

    BigInteger gross(BigInteger supply, BigInteger shares) {
        return area(supply.subtract(shares), supply).divide(AREA_UNITS);
    }

    /** {@code amount − ⌈amount·bps/10⁴⌉}. */
    BigInteger left(BigInteger amount) {
        BigInteger[] parts = amount.multiply(bps).divideAndRemainder(BPS);
        return amount.subtract(parts[1].signum() == 0 ? parts[0] : parts[0].add(ONE));
    }

    BigInteger charge(BigInteger cost) {
        return smallest(cost.multiply(BPS), amount -> left(amount).compareTo(cost) >= 0);
    }

    BigInteger price(BigInteger supply) {
        return new BigDecimal(basePrice, 6)
                .add(new BigDecimal(slope, 12).multiply(new BigDecimal(supply, 6)))
                .setScale(6, RoundingMode.HALF_EVEN)
                .unscaledValue();
    }

    CurveAnswer<BuyFill> buyExactIn(Shares supply, Usdc usdcIn) {
        BigInteger before = big(supply.micros());
        // charge(s) ≤ A says that A is enough: that what is left of A is at least cost(s).
        BigInteger budget = left(big(Math.max(0, usdcIn.micros())));
        BigInteger beyond = MAX.subtract(before).add(ONE);
        BigInteger shares =
                smallest(beyond, s -> cost(before, s.add(ONE)).compareTo(budget) > 0).min(beyond);
        return buy(before, shares);
    }

    CurveAnswer<BuyFill> buyExactOut(Shares supply, Shares shares) {
        return buy(big(supply.micros()), big(shares.micros()));
    }

    private CurveAnswer<BuyFill> buy(BigInteger before, BigInteger shares) {
        if (shares.signum() == 0) {
            return new TooSmall<>();
        }
        BigInteger after = before.add(shares);
        BigInteger cost = cost(before, shares);
        BigInteger charge = charge(cost);
        if (isAnyOutOfRange(after, cost, charge, price(before), price(after))) {
            return new OutOfRange<>();
        }
        return new Filled<>(
                new BuyFill(
                        new Shares(shares.longValueExact()),
                        usdc(cost),
                        usdc(charge.subtract(cost)),
                        usdc(charge),
                        new Price(price(before).longValueExact()),
                        new Price(price(after).longValueExact()),
                        new Shares(after.longValueExact())));
    }

    CurveAnswer<SellFill> sellExactIn(Shares supply, Shares shares, Shares held) {
        if (shares.isZero()) {
            return new TooSmall<>();
        }
        Shares available = new Shares(Math.min(supply.micros(), held.micros()));
        if (shares.micros() > available.micros()) {
            return new NotEnoughShares<>(available);
        }
        BigInteger before = big(supply.micros());
        BigInteger gross = gross(before, big(shares.micros()));
        if (isAnyOutOfRange(gross, price(before))) {
            return new OutOfRange<>();
        }
        BigInteger net = left(gross);
        if (net.signum() == 0 && !shares.equals(held)) {
            return new TooSmall<>();
        }
        BigInteger after = before.subtract(big(shares.micros()));
        return new Filled<>(
                new SellFill(
                        shares,
                        usdc(gross),
                        usdc(gross.subtract(net)),
                        usdc(net),
                        new Price(price(before).longValueExact()),
                        new Price(price(after).longValueExact()),
                        new Shares(after.longValueExact())));
    }

    CurveAnswer<SellFill> sellExactOut(Shares supply, Usdc usdcOut, Shares held) {
        if (!usdcOut.isPositive()) {
            return new TooSmall<>();
        }
        BigInteger before = big(supply.micros());
        Shares available = new Shares(Math.min(supply.micros(), held.micros()));
        BigInteger most = big(available.micros());
        BigInteger wanted = big(usdcOut.micros());
        if (isAnyOutOfRange(charge(wanted)) && isAnyOutOfRange(gross(before, most))) {
            return new OutOfRange<>();
        }
        if (left(gross(before, most)).compareTo(wanted) < 0) {
            return new NotEnoughShares<>(available);
        }
        BigInteger shares = smallest(most, s -> left(gross(before, s)).compareTo(wanted) >= 0);
        return sellExactIn(supply, new Shares(shares.longValueExact()), held);
    }

    /** The smallest number from zero to {@code highest} of which it is true, else the highest. */
    private static BigInteger smallest(BigInteger highest, Predicate<BigInteger> isEnough) {
        BigInteger low = BigInteger.ZERO;
        BigInteger high = highest;
        while (low.compareTo(high) < 0) {
            BigInteger middle = low.add(high).shiftRight(1);
            if (isEnough.test(middle)) {
                high = middle;
            } else {
                low = middle.add(ONE);
            }
        }
        return low;
    }

    private static boolean isAnyOutOfRange(BigInteger... figures) {
        for (BigInteger figure : figures) {
            if (figure.compareTo(MAX) > 0) {
                return true;
            }
        }
        return false;
    }

    private static Usdc usdc(BigInteger micros) {
        return new Usdc(micros.longValueExact());
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
