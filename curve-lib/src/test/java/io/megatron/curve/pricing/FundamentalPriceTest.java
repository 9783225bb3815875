package io.megatron.curve.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.money.AmountFormatException;
import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Ratio;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.pricing.FundamentalLimit.Range;
import io.megatron.curve.properties.Chance;
import io.megatron.curve.properties.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FundamentalPriceTest {
    private static final Ratio BETA = Ratio.parse("0.2");
    private static final FundamentalLimit LIMIT = new FundamentalLimit(Ratio.parse("0.3"));

    @ParameterizedTest(name = "{0} and a signal of {1}: {2}")
    @CsvSource({
        "1, 0.3, 1.06",
        "1, -0.3, 0.94",
        "1, 0, 1",
        "1.06, 0.3, 1.1236",
        "0.000000000000000001, 0.3, 0.000000000000000001",
        // 25 units and a tenth of them: 27.5 and 22.5, each to the even neighbour.
        "0.000000000000000025, 0.5, 0.000000000000000028",
        "0.000000000000000025, -0.5, 0.000000000000000022",
        "0.000000000000000035, 0.5, 0.000000000000000038",
    })
    void a_signal_moves_a_fifth_of_what_it_claims_half_to_even(
            String before, String delta, String after) {
        assertThat(price(before).moved(BETA, Ratio.parse(delta))).hasToString(after);
    }

    @Test
    void before_the_first_signal_it_is_the_marginal_price_to_the_last_digit() {
        assertThat(
                        FundamentalPrice.marginal(
                                Price.parse("1.5"),
                                Slope.parse("0.000000000001"),
                                Shares.parse("3.000007")))
                .hasToString("1.500000000003000007");
        assertThat(
                        FundamentalPrice.marginal(
                                Price.ofMicros(Price.MAX_MICROS), Slope.ZERO, Shares.ZERO))
                .hasToString("999999999999.999999");
    }

    @Test
    void what_is_nothing_or_does_not_fit_its_column_is_refused() {
        assertThatThrownBy(() -> new FundamentalPrice(BigInteger.ZERO))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(
                        () ->
                                new FundamentalPrice(FundamentalPrice.MAX_UNITS)
                                        .moved(BETA, Ratio.parse("0.000001")))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @ParameterizedTest(name = "seen {0} to {1}, now {2}: {4} to {3} may be claimed")
    @CsvSource({
        // 1.3 is 30 % up, a claim of 150 %, of which 100 % is the most there is.
        "1, 1, 1, 1, -1",
        "1, 1.2, 1.2, 0.416666, -1",
        "1, 1.3, 1.3, 0, -1",
        "1, 1.3, 1.04, 1, -0.625",
        "0.7, 1, 0.7, 1, 0",
    })
    void what_is_left_of_a_day_is_what_a_signal_may_still_claim(
            String lowest, String highest, String now, String up, String down) {
        Range window = new Range(price(lowest), price(highest));
        assertThat(LIMIT.left(window, price(now), BETA)).hasToString(up);
        assertThat(LIMIT.leftBelow(window, price(now), BETA)).hasToString(down);
    }

    @Test
    void a_move_back_towards_the_band_is_always_allowed() {
        Range wide = new Range(price("1"), price("2"));
        assertThat(LIMIT.allows(wide, price("2"), price("1.9"))).isTrue();
        assertThat(LIMIT.allows(wide, price("2"), price("2.000000000000000001"))).isFalse();
        assertThat(LIMIT.allows(wide, price("1"), price("1.1"))).isTrue();
        assertThat(LIMIT.allows(wide, price("1"), price("0.999999999999999999"))).isFalse();
        assertThat(LIMIT.allows(wide, price("2"), price("2"))).isTrue();
    }

    @Test
    void whatever_signals_come_no_two_moments_of_a_day_are_further_apart_than_the_limit() {
        Property.holds(
                2_000,
                Day::new,
                day -> {
                    List<FundamentalPrice> seen = day.pass();
                    for (int i = 0; i < seen.size(); i++) {
                        for (int j = i; j < seen.size(); j++) {
                            BigDecimal earlier = seen.get(i).toDecimal();
                            BigDecimal later = seen.get(j).toDecimal();
                            assertThat(later)
                                    .isBetween(
                                            earlier.multiply(new BigDecimal("0.7")),
                                            earlier.multiply(new BigDecimal("1.3")));
                        }
                    }
                });
    }

    @Test
    void what_is_said_to_be_left_is_allowed_and_a_millionth_more_is_not() {
        Property.holds(
                5_000,
                Day::new,
                day -> {
                    List<FundamentalPrice> seen = day.pass();
                    FundamentalPrice now = seen.getLast();
                    Ratio up = LIMIT.left(day.window, now, BETA);
                    Ratio down = LIMIT.leftBelow(day.window, now, BETA);
                    assertThat(allowed(day.window, now, up)).isTrue();
                    assertThat(allowed(day.window, now, down)).isTrue();
                    if (up.compareTo(Ratio.ONE) < 0) {
                        assertThat(allowed(day.window, now, aMillionthMore(up))).isFalse();
                    }
                    if (down.compareTo(Ratio.ONE.negated()) > 0) {
                        Ratio further = aMillionthMore(down.size()).negated();
                        assertThat(allowed(day.window, now, further)).isFalse();
                    }
                });
    }

    private static Ratio aMillionthMore(Ratio ratio) {
        return Ratio.ofMillionths(ratio.millionths() + 1);
    }

    private static boolean allowed(Range window, FundamentalPrice now, Ratio delta) {
        return LIMIT.allows(window, now, now.moved(BETA, delta));
    }

    /** A day of signals of every kind, of which those within the limit are taken. */
    private static final class Day {
        private final Chance chance;
        private final FundamentalPrice first;
        private Range window;

        Day(Chance chance) {
            this.chance = chance;
            // Large enough that a millionth of it is many units.
            first =
                    new FundamentalPrice(
                            BigInteger.TEN.pow(12).add(chance.upTo(BigInteger.TEN.pow(30))));
            window = Range.of(first);
        }

        List<FundamentalPrice> pass() {
            List<FundamentalPrice> seen = new ArrayList<>(List.of(first));
            for (int i = 0; i < 30; i++) {
                FundamentalPrice before = seen.getLast();
                Ratio delta = Ratio.ofMillionths(chance.below(600_001) - 300_000);
                FundamentalPrice after = before.moved(BETA, delta);
                if (LIMIT.allows(window, before, after)) {
                    seen.add(after);
                    window = window.with(after);
                }
            }
            return seen;
        }

        @Override
        public String toString() {
            return "a day that begins at " + first;
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.3", "-0.3, -0.3", "-0, 0", "1, 1", "-1.000000, -1", "0.000001, 0.000001"})
    void ratios_are_read_and_written_in_one_notation(String text, String canonical) {
        assertThat(Ratio.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "--1", "+0.1", "0.0000001", "NaN", "1e-1", " 0.1", ".1", "-.1"})
    void what_is_no_ratio_is_refused(String text) {
        assertThatThrownBy(() -> Ratio.parse(text)).isInstanceOf(AmountFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.000001", "-1.000001", "5", "999999999999"})
    void a_ratio_beyond_one_is_refused(String text) {
        assertThatThrownBy(() -> Ratio.parse(text)).isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void a_ratio_is_clamped_on_both_sides() {
        Ratio most = Ratio.parse("0.3");
        assertThat(Ratio.parse("0.9").clampedTo(most)).hasToString("0.3");
        assertThat(Ratio.parse("-0.9").clampedTo(most)).hasToString("-0.3");
        assertThat(Ratio.parse("-0.1").clampedTo(most)).hasToString("-0.1");
    }

    private static FundamentalPrice price(String text) {
        return FundamentalPrice.of(new BigDecimal(text));
    }
}
