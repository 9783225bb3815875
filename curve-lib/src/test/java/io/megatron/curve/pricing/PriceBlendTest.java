package io.megatron.curve.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Property;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The price that is shown, against figures worked out by hand and its bounds for all others. */
class PriceBlendTest {
    private static final PriceBlend BLEND = PriceBlend.DEFAULT;

    @ParameterizedTest(name = "{0} USDC in the window: {1}")
    @CsvSource({
        "0, 0.2",
        "1000, 0.575",
        "3000, 0.7625",
        "105, 0.271266968325791855",
        "0.000001, 0.20000000075",
        "999999999999.999999, 0.94999999925"
    })
    void the_market_weighs_the_more_the_more_is_traded(String volume, String weight) {
        assertThat(BLEND.weight(Usdc.parse(volume)).setScale(12, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo(new BigDecimal(weight).setScale(12, RoundingMode.HALF_EVEN));
    }

    @ParameterizedTest(name = "M {0}, F {1}, {2} USDC: D {3}")
    @CsvSource({
        "1, 1, 0, 1",
        "1, 1.5, 0, 1.4",
        "1, 1.5, 1000, 1.2125",
        "1, 5, 0, 1.8",
        "1, 0.1, 0, 0.6",
        "0.000001, 0.0000015, 0, 0.000001",
        "0.000003, 0.0000015, 1000, 0.000002",
        "999999999999.999999, 1999999999999, 0, 999999999999.999999"
    })
    void the_price_shown_lies_between_the_market_and_the_clamped_fundamental(
            String marginal, String fundamental, String volume, String shown) {
        assertThat(
                        BLEND.display(
                                Price.parse(marginal),
                                new BigDecimal(fundamental),
                                BLEND.weight(Usdc.parse(volume))))
                .hasToString(shown);
    }

    @Test
    void whatever_is_signalled_the_price_shown_stays_within_half_and_twice_the_market() {
        Property.holds(
                chance ->
                        new Situation(
                                Price.ofMicros(chance.upTo(Price.MAX_MICROS)),
                                BigDecimal.valueOf(chance.upTo(Price.MAX_MICROS), 6),
                                Usdc.ofMicros(chance.upTo(Usdc.MAX_MICROS))),
                situation -> {
                    BigDecimal weight = BLEND.weight(situation.volume());
                    Price shown =
                            BLEND.display(situation.marginal(), situation.fundamental(), weight);

                    long marginal = situation.marginal().micros();
                    assertThat(weight).isBetween(new BigDecimal("0.2"), new BigDecimal("0.95"));
                    assertThat(shown.micros())
                            .isGreaterThanOrEqualTo(marginal / 2)
                            .isLessThanOrEqualTo(2 * marginal);
                });
    }

    private record Situation(Price marginal, BigDecimal fundamental, Usdc volume) {}

    @Test
    void figures_that_make_no_blend_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceBlend(9_500, 2_000, Usdc.parse("1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceBlend(2_000, 10_001, Usdc.parse("1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceBlend(2_000, 9_500, Usdc.ZERO));
    }
}
