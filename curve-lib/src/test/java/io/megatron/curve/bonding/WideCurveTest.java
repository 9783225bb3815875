package io.megatron.curve.bonding;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.curve.money.Shares;
import io.megatron.curve.properties.Property;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** The quick way and the general one give the same figures, and every day the quick one does. */
class WideCurveTest {

    @Test
    void the_quick_way_is_right_wherever_it_answers() {
        int[] answers = {0};
        Property.holds(
                Situation::drawn,
                each -> {
                    if (each.curve().slope().picos().bitLength() < Long.SIZE) {
                        answers[0] += agreements(each);
                    }
                });
        assertThat(answers[0]).as("quick answers").isGreaterThan(Property.CASES * 2);
    }

    @Test
    void the_quick_way_is_right_or_silent_at_the_ends_of_the_range() {
        Property.holds(
                Situation::wild,
                each -> {
                    if (each.curve().slope().picos().bitLength() < Long.SIZE) {
                        agreements(each);
                    }
                });
    }

    @Test
    void the_quick_way_reaches_every_everyday_trade() {
        Property.holds(
                Situation::everyday,
                each -> assertThat(agreements(each)).isGreaterThanOrEqualTo(4));
    }

    /** How many of five questions the quick way answers, all as the general one does. */
    private static int agreements(Situation each) {
        WideCurve quick =
                new WideCurve(
                        each.curve().basePrice().micros(),
                        each.curve().slope().picos().longValueExact());
        BigCurve general =
                new BigCurve(big(each.curve().basePrice().micros()), each.curve().slope().picos());
        long supply = each.supply().micros();
        long bought = each.shares().micros();
        long sold = Math.min(each.sharesIn().micros(), supply);
        long available = Math.min(each.held().micros(), supply);
        long usdcIn = Math.abs(each.usdcIn().micros());
        long usdcOut = Math.abs(each.usdcOut().micros());
        long room = Shares.MAX_MICROS - supply;
        return agreement(quick.marginalPrice(supply), general.marginalPrice(big(supply)))
                + agreement(quick.cost(supply, bought), general.cost(big(supply), big(bought)))
                + agreement(quick.gross(supply, sold), general.gross(big(supply), big(sold)))
                + agreement(
                        quick.sharesCosting(supply, usdcIn, room),
                        general.sharesCosting(big(supply), big(usdcIn)).min(big(room + 1)))
                + agreement(
                        quick.sharesBringing(supply, usdcOut, available),
                        general.sharesBringing(big(supply), big(usdcOut), big(available)));
    }

    private static int agreement(long quick, BigInteger general) {
        if (quick == WideCurve.BEYOND_REACH) {
            return 0;
        }
        assertThat(big(quick)).isEqualTo(general);
        return 1;
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
