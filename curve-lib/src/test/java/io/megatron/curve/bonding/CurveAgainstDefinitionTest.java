package io.megatron.curve.bonding;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.curve.properties.Property;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every answer, refusals included, is the one that the definition singles out. */
class CurveAgainstDefinitionTest {

    @Test
    void buying_a_number_of_shares_is_what_the_definition_says() {
        compare(
                each -> each.curve().buyExactOut(each.supply(), each.shares(), each.fee()),
                each -> reference(each).buyExactOut(each.supply(), each.shares()));
    }

    @Test
    void buying_for_an_amount_is_what_bisection_finds() {
        compare(
                each -> each.curve().buyExactIn(each.supply(), each.usdcIn(), each.fee()),
                each -> reference(each).buyExactIn(each.supply(), each.usdcIn()));
    }

    @Test
    void selling_a_number_of_shares_is_what_the_definition_says() {
        compare(
                each ->
                        each.curve()
                                .sellExactIn(
                                        each.supply(), each.sharesIn(), each.held(), each.fee()),
                each -> reference(each).sellExactIn(each.supply(), each.sharesIn(), each.held()));
    }

    @Test
    void selling_for_an_amount_is_what_bisection_finds() {
        compare(
                each ->
                        each.curve()
                                .sellExactOut(
                                        each.supply(), each.usdcOut(), each.held(), each.fee()),
                each -> reference(each).sellExactOut(each.supply(), each.usdcOut(), each.held()));
    }

    @Test
    void whatever_the_types_admit_is_answered_and_answered_right() {
        Property.holds(
                Property.CASES / 2,
                Situation::wild,
                each -> {
                    CurveByDefinition reference = reference(each);
                    BondingCurve curve = each.curve();
                    assertThat(curve.buyExactIn(each.supply(), each.usdcIn(), each.fee()))
                            .isEqualTo(reference.buyExactIn(each.supply(), each.usdcIn()));
                    assertThat(curve.buyExactOut(each.supply(), each.shares(), each.fee()))
                            .isEqualTo(reference.buyExactOut(each.supply(), each.shares()));
                    assertThat(
                                    curve.sellExactIn(
                                            each.supply(),
                                            each.sharesIn(),
                                            each.held(),
                                            each.fee()))
                            .isEqualTo(
                                    reference.sellExactIn(
                                            each.supply(), each.sharesIn(), each.held()));
                    assertThat(
                                    curve.sellExactOut(
                                            each.supply(), each.usdcOut(), each.held(), each.fee()))
                            .isEqualTo(
                                    reference.sellExactOut(
                                            each.supply(), each.usdcOut(), each.held()));
                });
    }

    private static CurveByDefinition reference(Situation situation) {
        return new CurveByDefinition(situation.curve(), situation.fee());
    }

    private static <F> void compare(
            Function<Situation, CurveAnswer<F>> product,
            Function<Situation, CurveAnswer<F>> definition) {
        Tally tally = new Tally();
        Property.holds(
                Situation::drawn,
                each -> {
                    CurveAnswer<F> answer = tally.counted(product.apply(each));
                    assertThat(answer).isEqualTo(definition.apply(each));
                });
        tally.assertFewOutOfRange();
    }
}
