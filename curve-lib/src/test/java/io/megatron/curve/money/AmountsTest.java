package io.megatron.curve.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.properties.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "12.5, 12500000, 12.5",
        "12.500000, 12500000, 12.5",
        "100, 100000000, 100",
        "0.000001, 1, 0.000001",
        "007, 7000000, 7",
        "999999999999.999999, 999999999999999999, 999999999999.999999",
    })
    void a_decimal_is_read_and_printed_in_its_shortest_form(
            String text, long micros, String printed) {
        assertThat(Usdc.parse(text)).isEqualTo(Usdc.ofMicros(micros)).hasToString(printed);
        assertThat(Shares.parse(text)).isEqualTo(Shares.ofMicros(micros)).hasToString(printed);
        assertThat(Price.parse(text)).isEqualTo(Price.ofMicros(micros)).hasToString(printed);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", is empty",
                "., has no digit before the decimal point",
                ".5, has no digit before the decimal point",
                "5., has no digit after the decimal point",
                "1.2.3, has more than one decimal point",
                "-1, has a sign where none fits",
                "+1, has a sign where none fits",
                "1e3, has an exponent or is no number",
                "1E3, has an exponent or is no number",
                "\" 1\", has white space in it",
                "\"1\t\", has white space in it",
                "\"1,5\", has a character that is neither a digit nor the decimal point",
                "NaN, has a character that is neither a digit nor the decimal point",
                "0x10, has a character that is neither a digit nor the decimal point",
                "١٢, has a character that is neither a digit nor the decimal point",
                "１, has a character that is neither a digit nor the decimal point",
                "1.0000001, has more than six fractional digits",
                "1.0000000, has more than six fractional digits",
                "1000000000000, has more than twelve digits before the decimal point",
            })
    void anything_else_is_refused_in_words(String text, String words) {
        assertThatThrownBy(() -> Usdc.parse(text))
                .isInstanceOf(AmountFormatException.class)
                .hasMessage(words);
        assertThatThrownBy(() -> Shares.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
        assertThatThrownBy(() -> Price.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }

    @Test
    void a_hostile_text_is_not_repeated() {
        assertThatThrownBy(() -> Usdc.parse("9".repeat(1_000_000)))
                .isInstanceOf(AmountFormatException.class)
                .hasMessage("is longer than any amount");
    }

    @Test
    void a_slope_has_twelve_fractional_digits() {
        assertThat(Slope.parse("0.000000000001")).isEqualTo(Slope.ofPicos(1));
        assertThat(Slope.parse("999999999999.999999999999").picos()).isEqualTo(Slope.MAX_PICOS);
        assertThat(Slope.parse("0.000100"))
                .isEqualTo(Slope.ofPicos(100_000_000))
                .hasToString("0.0001");
        assertThat(Slope.parse("0")).isEqualTo(Slope.ZERO).hasToString("0");
        assertThatThrownBy(() -> Slope.parse("0.0000000000001"))
                .isInstanceOf(AmountFormatException.class)
                .hasMessage("has more than twelve fractional digits");
        assertThatThrownBy(() -> Slope.ofPicos(-1)).isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> new Slope(BigInteger.TEN.pow(24)))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void every_amount_is_printed_as_it_is_read() {
        Property.holds(
                chance -> chance.upTo(Usdc.MAX_MICROS),
                micros -> {
                    Usdc usdc = Usdc.ofMicros(micros);
                    String text = usdc.toString();
                    assertThat(Usdc.parse(text)).isEqualTo(usdc);
                    assertThat(new BigDecimal(text).movePointRight(6).longValueExact())
                            .isEqualTo(micros);
                    assertThat(text).doesNotContain("E").doesNotEndWith(".");
                    assertThat(Shares.parse(text).micros()).isEqualTo(micros);
                    assertThat(Price.parse(text).micros()).isEqualTo(micros);
                });
    }

    @Test
    void every_slope_is_printed_as_it_is_read() {
        Property.holds(
                chance -> new Slope(chance.upTo(Slope.MAX_PICOS)),
                slope -> assertThat(Slope.parse(slope.toString())).isEqualTo(slope));
    }

    @Test
    void usdc_has_a_sign_and_the_others_have_none() {
        assertThat(Usdc.ofMicros(-3_000_001)).hasToString("-3.000001");
        assertThat(Usdc.ofMicros(-1).isNegative()).isTrue();
        assertThat(Usdc.ofMicros(1).negated()).isEqualTo(Usdc.ofMicros(-1));
        assertThat(Usdc.ZERO.isZero()).isTrue();
        assertThat(Usdc.ofMicros(1).isPositive()).isTrue();
        assertThatThrownBy(() -> Shares.ofMicros(-1)).isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> Price.ofMicros(-1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Shares.ofMicros(1).minus(Shares.ofMicros(2)))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void sums_stay_in_the_column_or_throw() {
        Usdc most = Usdc.ofMicros(Usdc.MAX_MICROS);
        Usdc one = Usdc.ofMicros(1);
        assertThat(most.minus(one).plus(one)).isEqualTo(most);
        assertThat(most.negated().minus(most.negated())).isEqualTo(Usdc.ZERO);
        assertThatThrownBy(() -> most.plus(one)).isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> most.plus(most)).isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> most.negated().minus(most))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> Usdc.ofMicros(Long.MIN_VALUE))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> new Shares(Shares.MAX_MICROS).plus(Shares.ofMicros(1)))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void a_rate_is_below_the_whole(int bps) {
        assertThatThrownBy(() -> FeeRate.ofBps(bps)).isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void an_average_price_is_the_nearest_with_halves_to_even() {
        assertThat(average("10", "3")).hasToString("3.333333");
        assertThat(average("20", "3")).hasToString("6.666667");
        assertThat(average("0.000001", "2")).hasToString("0");
        assertThat(average("0.000003", "2")).hasToString("0.000002");
        assertThat(average("0", "2")).isEqualTo(Price.ZERO);
        assertThat(average("999999.999999", "0.000001")).hasToString("999999999999");
        assertThatThrownBy(() -> average("1000000", "0.000001"))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> average("1", "0")).isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> Price.average(Usdc.ofMicros(-1), Shares.ofMicros(1)))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void an_average_price_is_never_further_than_half_a_micro_off() {
        Property.holds(
                chance -> {
                    long shares = chance.fromOneUpTo(Shares.MAX_MICROS);
                    return new long[] {chance.upTo(Math.min(shares, 1L << 40) << 19), shares};
                },
                drawn -> {
                    if (drawn[0] <= Usdc.MAX_MICROS) {
                        Price average =
                                Price.average(Usdc.ofMicros(drawn[0]), Shares.ofMicros(drawn[1]));
                        assertThat(
                                        new BigDecimal(drawn[0])
                                                .divide(
                                                        new BigDecimal(drawn[1]),
                                                        6,
                                                        RoundingMode.HALF_EVEN))
                                .isEqualTo(BigDecimal.valueOf(average.micros(), 6));
                    }
                });
    }

    private static Price average(String gross, String shares) {
        return Price.average(Usdc.parse(gross), Shares.parse(shares));
    }
}
