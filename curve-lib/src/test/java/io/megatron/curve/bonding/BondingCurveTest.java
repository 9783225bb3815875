package io.megatron.curve.bonding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.bonding.CurveAnswer.Filled;
import io.megatron.curve.bonding.CurveAnswer.NotEnoughShares;
import io.megatron.curve.bonding.CurveAnswer.OutOfRange;
import io.megatron.curve.bonding.CurveAnswer.TooSmall;
import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples worked out by hand. */
class BondingCurveTest {
    private static final FeeRate HALF_PER_CENT = FeeRate.ofBps(50);
    private static final String MAX = "999999999999.999999";

    @ParameterizedTest(name = "at {2} of {0} + {1}·S, {3} shares cost {4}, charged {5}")
    @CsvSource({
        // 10·1 + 0.0001·100/2 = 10.005; 10.005/0.995 = 10.0552763819…
        "1, 0.0001, 0, 10, 50, 10.005, 10.055277, 1, 1.001",
        // 100·1.01 + 0.0001·100²/2 = 101.5 with S = 100
        "1, 0.0001, 100, 100, 50, 101.5, 102.010051, 1.01, 1.02",
        // a constant price: 3·2.5
        "2.5, 0, 1000, 3, 0, 7.5, 7.5, 2.5, 2.5",
        // one micro-share at 50 000 USDC is five cents
        "50000, 0, 0, 0.000001, 0, 0.05, 0.05, 50000, 50000",
        // dust: a millionth of a micro-USDC is a whole one, and the fee takes another
        "0.000001, 0, 0, 0.000001, 0, 0.000001, 0.000001, 0.000001, 0.000001",
        "0.000001, 0, 0, 0.000001, 1, 0.000001, 0.000002, 0.000001, 0.000001",
        // the highest rate: a cost of one is ten thousand in charge
        "1, 0, 0, 0.000001, 9999, 0.000001, 0.01, 1, 1",
        // price after 1.0000005 is half-way and goes to the even neighbour, as does 1.0000015
        "1, 0.0000005, 0, 1, 0, 1.000001, 1.000001, 1, 1",
        "1.000001, 0.0000005, 0, 1, 0, 1.000002, 1.000002, 1.000001, 1.000002",
    })
    void a_buy_of_shares(
            String base,
            String slope,
            String supply,
            String shares,
            int bps,
            String cost,
            String charge,
            String priceBefore,
            String priceAfter) {
        BuyFill fill =
                new BuyFill(
                        Shares.parse(shares),
                        Usdc.parse(cost),
                        Usdc.parse(charge).minus(Usdc.parse(cost)),
                        Usdc.parse(charge),
                        Price.parse(priceBefore),
                        Price.parse(priceAfter),
                        Shares.parse(supply).plus(Shares.parse(shares)));
        assertThat(
                        curve(base, slope)
                                .buyExactOut(
                                        Shares.parse(supply),
                                        Shares.parse(shares),
                                        FeeRate.ofBps(bps)))
                .isEqualTo(new Filled<>(fill));
    }

    @ParameterizedTest(name = "{3} USDC at {2} of {0} + {1}·S buy {5}, charged {6}")
    @CsvSource({
        // what was charged above buys the same again, one micro-USDC less does not
        "1, 0.0001, 0, 10.055277, 50, 10, 10.055277",
        "1, 0.0001, 0, 10.055276, 50, 9.999999, 10.055276",
        // at 50 000 USDC a share nobody pays for a fraction of a micro-share
        "50000, 0, 0, 0.09, 0, 0.000001, 0.05",
        "50000, 0, 0, 0.1, 0, 0.000002, 0.1",
        // √(1² + 2·1·1.5) − 1 = 1
        "1, 1, 0, 1.5, 0, 1, 1.5",
        // a micro-USDC buys a share of this
        "0.000001, 0, 0, 0.000001, 0, 1, 0.000001",
    })
    void a_buy_for_an_amount(
            String base,
            String slope,
            String supply,
            String usdcIn,
            int bps,
            String shares,
            String charge) {
        CurveAnswer<BuyFill> answer =
                curve(base, slope)
                        .buyExactIn(Shares.parse(supply), Usdc.parse(usdcIn), FeeRate.ofBps(bps));
        assertThat(fillOf(answer).shares()).hasToString(shares);
        assertThat(fillOf(answer).charge()).hasToString(charge);
    }

    @ParameterizedTest(name = "{3} of {2} shares of {0} + {1}·S bring {5}, fee {6}")
    @CsvSource({
        // 10·1.01 − 0.0001·10²/2 = 10.095; ⌈0.050475⌉
        "1, 0.0001, 100, 10, 50, 10.095, 0.050475",
        // all of it: 10.005, less ⌈0.050025⌉
        "1, 0.0001, 10, 10, 50, 10.005, 0.050025",
        "2.5, 0, 1000, 3, 0, 7.5, 0",
        // 0.0000015 is one micro-USDC rounded down, all of which the fee takes
        "1.5, 0, 0.000001, 0.000001, 1, 0.000001, 0.000001",
        // dust that closes the position is taken back for nothing
        "0.5, 0, 0.000001, 0.000001, 50, 0, 0",
    })
    void a_sell_of_shares(
            String base,
            String slope,
            String supply,
            String shares,
            int bps,
            String gross,
            String fee) {
        Shares sharesIn = Shares.parse(shares);
        CurveAnswer<SellFill> answer =
                curve(base, slope)
                        .sellExactIn(Shares.parse(supply), sharesIn, sharesIn, FeeRate.ofBps(bps));
        SellFill fill = fillOf(answer);
        assertThat(fill.gross()).hasToString(gross);
        assertThat(fill.fee()).hasToString(fee);
        assertThat(fill.net()).isEqualTo(Usdc.parse(gross).minus(Usdc.parse(fee)));
        assertThat(fill.supplyAfter()).isEqualTo(Shares.parse(supply).minus(sharesIn));
    }

    @ParameterizedTest(name = "for {3} USDC one sells {5} of {2} shares of {0} + {1}·S, paid {6}")
    @CsvSource({
        // 2 − √(2² − 2·1.5) = 1 with a marginal price of 1 + 1·1
        "1, 1, 1, 1.5, 0, 1, 1.5",
        // the smallest step at 50 000 USDC a share is five cents
        "50000, 0, 1, 0.01, 0, 0.000001, 0.05",
        // 10 / 0.995 = 10.050251256…, so 10.050252 gross, of which 10.000000 is left
        "1, 0, 100, 10, 50, 10.050252, 10",
        // half a micro-USDC per micro-share: two for one
        "0.5, 0, 1, 0.000001, 0, 0.000002, 0.000001",
    })
    void a_sell_for_an_amount(
            String base,
            String slope,
            String supply,
            String usdcOut,
            int bps,
            String shares,
            String net) {
        Shares all = Shares.parse(supply);
        CurveAnswer<SellFill> answer =
                curve(base, slope).sellExactOut(all, Usdc.parse(usdcOut), all, FeeRate.ofBps(bps));
        assertThat(fillOf(answer).shares()).hasToString(shares);
        assertThat(fillOf(answer).net()).hasToString(net);
    }

    @Test
    void a_buy_that_yields_nothing_is_too_small() {
        BondingCurve curve = curve("50000", "0");
        assertThat(buyFor(curve, "0.049999")).isEqualTo(new TooSmall<>());
        assertThat(buyFor(curve, "0")).isEqualTo(new TooSmall<>());
        assertThat(curve.buyExactIn(Shares.ZERO, Usdc.ofMicros(-1), HALF_PER_CENT))
                .isEqualTo(new TooSmall<>());
        assertThat(curve.buyExactOut(Shares.ZERO, Shares.ZERO, HALF_PER_CENT))
                .isEqualTo(new TooSmall<>());
    }

    @Test
    void a_sell_that_pays_nothing_is_too_small_unless_it_closes_the_position() {
        BondingCurve curve = curve("0.5", "0");
        Shares supply = Shares.parse("10");
        Shares dust = Shares.ofMicros(1);
        assertThat(curve.sellExactIn(supply, dust, Shares.ofMicros(2), HALF_PER_CENT))
                .isEqualTo(new TooSmall<>());
        assertThat(fillOf(curve.sellExactIn(supply, dust, dust, HALF_PER_CENT)).net())
                .isEqualTo(Usdc.ZERO);
        assertThat(curve.sellExactIn(supply, Shares.ZERO, Shares.ZERO, HALF_PER_CENT))
                .isEqualTo(new TooSmall<>());
        assertThat(curve.sellExactOut(supply, Usdc.ZERO, supply, HALF_PER_CENT))
                .isEqualTo(new TooSmall<>());
    }

    @Test
    void more_than_is_held_cannot_be_sold() {
        BondingCurve curve = curve("1", "0.0001");
        Shares supply = Shares.parse("10");
        Shares held = Shares.parse("4");
        assertThat(curve.sellExactIn(supply, Shares.parse("4.000001"), held, FeeRate.ZERO))
                .isEqualTo(new NotEnoughShares<>(held));
        // 4·1.001 − 0.0001·16/2 = 4.0032 is all that four shares pay
        assertThat(curve.sellExactOut(supply, Usdc.parse("4.003201"), held, FeeRate.ZERO))
                .isEqualTo(new NotEnoughShares<>(held));
        assertThat(
                        fillOf(curve.sellExactOut(supply, Usdc.parse("4.0032"), held, FeeRate.ZERO))
                                .shares())
                .isEqualTo(held);
        assertThat(curve.sellExactOut(supply, Usdc.parse(MAX), held, FeeRate.ofBps(9_999)))
                .isEqualTo(new NotEnoughShares<>(held));
    }

    @Test
    void more_than_the_supply_cannot_be_sold_whatever_is_held() {
        Shares supply = Shares.parse("10");
        assertThat(
                        curve("1", "0")
                                .sellExactIn(
                                        supply,
                                        Shares.parse("11"),
                                        Shares.parse("12"),
                                        FeeRate.ZERO))
                .isEqualTo(new NotEnoughShares<>(supply));
    }

    @Test
    void what_does_not_fit_its_column_is_refused_and_not_made_to_fit() {
        // supply: a micro-USDC a share, and an amount that would buy a million times the column
        assertThat(buyFor(curve("0.000001", "0"), MAX)).isEqualTo(new OutOfRange<>());
        assertThat(buyAll(curve("1", "0"), Shares.ofMicros(1))).isEqualTo(new OutOfRange<>());
        // cost
        assertThat(buyAll(curve("1.000001", "0"), Shares.ZERO)).isEqualTo(new OutOfRange<>());
        // charge: a cost that fits, a fee that does not
        assertThat(buyAll(curve("1", "0"), Shares.ZERO)).isEqualTo(new OutOfRange<>());
        // marginal price after
        assertThat(
                        curve("1", "1")
                                .buyExactOut(
                                        Shares.parse("999999999999"),
                                        Shares.ofMicros(1),
                                        FeeRate.ZERO))
                .isEqualTo(new OutOfRange<>());
        // marginal price before a sell
        assertThat(
                        curve("1", "1")
                                .sellExactIn(
                                        Shares.parse(MAX),
                                        Shares.ofMicros(1),
                                        Shares.ofMicros(1),
                                        FeeRate.ZERO))
                .isEqualTo(new OutOfRange<>());
    }

    @Test
    void the_last_figure_that_fits_is_accepted() {
        BondingCurve curve = curve("1", "0");
        CurveAnswer<BuyFill> all = curve.buyExactOut(Shares.ZERO, Shares.parse(MAX), FeeRate.ZERO);
        assertThat(fillOf(all).charge()).hasToString(MAX);
        assertThat(curve.buyExactIn(Shares.ZERO, Usdc.parse(MAX), FeeRate.ZERO)).isEqualTo(all);
    }

    @Test
    void the_reserve_needed_is_the_whole_area_rounded_up() {
        assertThat(curve("1", "0.0001").reserveNeeded(Shares.parse("10"))).hasToString("10.005");
        assertThat(curve("1", "0.0001").reserveNeeded(Shares.ZERO)).isEqualTo(Usdc.ZERO);
        assertThat(curve("0.5", "0").reserveNeeded(Shares.ofMicros(1))).hasToString("0.000001");
        assertThatThrownBy(() -> curve("2", "0").reserveNeeded(Shares.parse(MAX)))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void a_marginal_price_beyond_its_column_throws() {
        assertThat(curve("1", "0.5").marginalPrice(Shares.parse("3"))).hasToString("2.5");
        assertThatThrownBy(() -> curve("1", "1").marginalPrice(Shares.parse(MAX)))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(
                        () ->
                                curve("1", "999999999999.999999999999")
                                        .marginalPrice(Shares.parse(MAX)))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void a_curve_without_a_base_price_cannot_be() {
        assertThatThrownBy(() -> curve("0", "1")).isInstanceOf(IllegalArgumentException.class);
    }

    private static BondingCurve curve(String basePrice, String slope) {
        return new BondingCurve(Price.parse(basePrice), Slope.parse(slope));
    }

    private static CurveAnswer<BuyFill> buyFor(BondingCurve curve, String usdcIn) {
        return curve.buyExactIn(Shares.ZERO, Usdc.parse(usdcIn), FeeRate.ZERO);
    }

    private static CurveAnswer<BuyFill> buyAll(BondingCurve curve, Shares supply) {
        return curve.buyExactOut(supply, Shares.parse(MAX), HALF_PER_CENT);
    }

    private static <F> F fillOf(CurveAnswer<F> answer) {
        if (answer instanceof Filled<F>(F fill)) {
            return fill;
        }
        throw new AssertionError("no fill but " + answer);
    }
}
