package io.megatron.curve.bonding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.properties.Chance;
import io.megatron.curve.properties.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** 127-bit arithmetic against big integers. */
class WideTest {
    private static final BigInteger LONG_END = BigInteger.ONE.shiftLeft(63);

    private record Pair(BigInteger left, BigInteger right) {
        static Pair drawn(Chance chance) {
            BigInteger left = chance.bits(chance.below(128));
            BigInteger right = chance.bits(chance.below(128));
            return switch (chance.below(4)) {
                // Quotients that come out even, or nearly so, are where a division errs.
                case 0 -> new Pair(left.subtract(left.mod(right.max(BigInteger.ONE))), right);
                case 1 -> new Pair(left, left.shiftRight(chance.below(64)));
                case 2 -> new Pair(left, left.shiftRight(64).shiftLeft(64));
                default -> new Pair(left, right);
            };
        }
    }

    @Test
    void sums_differences_and_products_are_exact_or_refused() {
        Property.holds(
                Pair::drawn,
                pair -> {
                    Wide left = wide(pair.left);
                    Wide right = wide(pair.right);
                    long factor = pair.right.longValue() & Long.MAX_VALUE;
                    same(() -> left.plus(right), pair.left.add(pair.right));
                    same(() -> left.minus(right), pair.left.subtract(pair.right));
                    same(() -> left.times(factor), pair.left.multiply(BigInteger.valueOf(factor)));
                    assertThat(left.bitLength()).isEqualTo(pair.left.bitLength());
                    assertThat(left.isLessThan(right))
                            .isEqualTo(pair.left.compareTo(pair.right) < 0);
                });
    }

    @Test
    void a_product_of_longs_is_exact() {
        Property.holds(
                Pair::drawn,
                pair -> {
                    long left = pair.left.longValue() & Long.MAX_VALUE;
                    long right = pair.right.longValue() & Long.MAX_VALUE;
                    same(
                            () -> Wide.product(left, right),
                            BigInteger.valueOf(left).multiply(BigInteger.valueOf(right)));
                });
    }

    @Test
    void quotients_are_exact_in_every_rounding_or_too_large() {
        Property.holds(
                2 * Property.CASES,
                Pair::drawn,
                pair -> {
                    if (pair.right.signum() > 0) {
                        Wide left = wide(pair.left);
                        Wide right = wide(pair.right);
                        assertThat(left.dividedDown(right))
                                .isEqualTo(quotient(pair, RoundingMode.FLOOR));
                        assertThat(left.dividedUp(right))
                                .isEqualTo(quotient(pair, RoundingMode.CEILING));
                        assertThat(left.dividedHalfEven(right))
                                .isEqualTo(quotient(pair, RoundingMode.HALF_EVEN));
                    }
                });
    }

    @Test
    void a_half_goes_to_the_even_neighbour() {
        Wide two = new Wide(0, 2);
        assertThat(new Wide(0, 5).dividedHalfEven(two)).isEqualTo(2);
        assertThat(new Wide(0, 7).dividedHalfEven(two)).isEqualTo(4);
        assertThat(new Wide(1, 0).dividedHalfEven(new Wide(1, 0))).isEqualTo(1);
    }

    @Test
    void negative_factors_are_refused() {
        assertThatThrownBy(() -> Wide.product(-1, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Wide.product(1, -1)).isInstanceOf(ArithmeticException.class);
    }

    private static void same(Supplier<Wide> actual, BigInteger expected) {
        if (expected.signum() < 0 || expected.bitLength() > Wide.MAX_BITS) {
            assertThatThrownBy(actual::get).isInstanceOf(ArithmeticException.class);
        } else {
            assertThat(actual.get()).isEqualTo(wide(expected));
        }
    }

    private static long quotient(Pair pair, RoundingMode rounding) {
        BigInteger quotient =
                new BigDecimal(pair.left)
                        .divide(new BigDecimal(pair.right), 0, rounding)
                        .toBigInteger();
        return quotient.compareTo(LONG_END) < 0 ? quotient.longValueExact() : Wide.TOO_LARGE;
    }

    private static Wide wide(BigInteger value) {
        return new Wide(value.shiftRight(64).longValueExact(), value.longValue());
    }
}
