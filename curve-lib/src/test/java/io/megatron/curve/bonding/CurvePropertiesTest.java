package io.megatron.curve.bonding;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.curve.bonding.CurveAnswer.Filled;
import io.megatron.curve.bonding.CurveAnswer.OutOfRange;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Property;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What holds for every trade on every curve, said without the formulas. */
class CurvePropertiesTest {

    @Test
    void one_more_micro_share_would_cost_more_than_was_offered() {
        forEachBuyForAnAmount(
                (each, fill) -> {
                    assertThat(fill.charge()).isLessThanOrEqualTo(each.usdcIn());
                    if (buy(each, fill.shares().micros() + 1) instanceof Filled(BuyFill more)) {
                        assertThat(more.charge()).isGreaterThan(each.usdcIn());
                    }
                });
    }

    @Test
    void the_charge_is_the_smallest_amount_that_leaves_the_cost() {
        forEachBuy(
                (each, fill) -> {
                    assertThat(left(fill.charge().micros(), each.fee()))
                            .isGreaterThanOrEqualTo(fill.cost().micros());
                    assertThat(left(fill.charge().micros() - 1, each.fee()))
                            .isLessThan(fill.cost().micros());
                    assertThat(fill.cost().plus(fill.fee())).isEqualTo(fill.charge());
                });
    }

    @Test
    void offering_the_charge_of_a_buy_gives_at_least_its_shares_for_that_charge() {
        forEachBuy(
                (each, fill) -> {
                    switch (each.curve().buyExactIn(each.supply(), fill.charge(), each.fee())) {
                        case Filled(BuyFill again) -> {
                            assertThat(again.charge()).isEqualTo(fill.charge());
                            assertThat(again.shares()).isGreaterThanOrEqualTo(fill.shares());
                        }
                        // Where a micro-USDC buys many micro-shares, the most may not fit.
                        case CurveAnswer<BuyFill> other ->
                                assertThat(other).isInstanceOf(OutOfRange.class);
                    }
                });
    }

    @Test
    void one_micro_share_less_would_pay_less_than_was_asked() {
        Tally tally = new Tally();
        Property.holds(
                Situation::drawn,
                each -> {
                    CurveAnswer<SellFill> answer =
                            each.curve()
                                    .sellExactOut(
                                            each.supply(), each.usdcOut(), each.held(), each.fee());
                    if (tally.counted(answer) instanceof Filled(SellFill fill)) {
                        assertThat(fill.net()).isGreaterThanOrEqualTo(each.usdcOut());
                        assertThat(fill.shares()).isLessThanOrEqualTo(each.held());
                        long less = fill.shares().micros() - 1;
                        if (sell(each, less, each.supply()) instanceof Filled(SellFill fewer)) {
                            assertThat(fewer.net()).isLessThan(each.usdcOut());
                        }
                    }
                });
        tally.assertFewOutOfRange();
    }

    @Test
    void selling_more_never_pays_less() {
        forEachSell(
                (each, fill) -> {
                    long more = fill.shares().micros() + 1;
                    if (sell(each, more, each.supply()) instanceof Filled(SellFill larger)) {
                        assertThat(larger.net()).isGreaterThanOrEqualTo(fill.net());
                    }
                });
    }

    @Test
    void buying_and_selling_the_same_shares_never_profits() {
        forEachBuy(
                (each, fill) -> {
                    long shares = fill.shares().micros();
                    if (sell(each, shares, fill.supplyAfter()) instanceof Filled(SellFill back)) {
                        assertThat(back.gross()).isLessThanOrEqualTo(fill.cost());
                        assertThat(back.net()).isLessThanOrEqualTo(fill.charge());
                        assertThat(back.priceAfter()).isEqualTo(fill.priceBefore());
                    }
                });
    }

    @Test
    void selling_and_buying_back_never_profits() {
        forEachSell(
                (each, fill) -> {
                    CurveAnswer<BuyFill> back =
                            each.curve().buyExactOut(fill.supplyAfter(), fill.shares(), each.fee());
                    if (back instanceof Filled(BuyFill again)) {
                        assertThat(again.charge()).isGreaterThanOrEqualTo(fill.net());
                        assertThat(again.cost()).isGreaterThanOrEqualTo(fill.gross());
                    }
                });
    }

    @Test
    void a_split_buy_never_beats_the_whole() {
        forEachBuy(
                (each, whole) -> {
                    long first = whole.shares().micros() / 3;
                    long second = whole.shares().micros() - first;
                    if (buy(each, first) instanceof Filled(BuyFill one)
                            && each.curve()
                                            .buyExactOut(
                                                    one.supplyAfter(),
                                                    new Shares(second),
                                                    each.fee())
                                    instanceof Filled(BuyFill two)) {
                        assertThat(one.charge().plus(two.charge()))
                                .isGreaterThanOrEqualTo(whole.charge());
                        assertThat(two.supplyAfter()).isEqualTo(whole.supplyAfter());
                        assertThat(two.priceAfter()).isEqualTo(whole.priceAfter());
                    }
                });
    }

    @Test
    void a_split_amount_never_buys_more_than_the_whole() {
        forEachBuyForAnAmount(
                (each, whole) -> {
                    Usdc first = new Usdc(each.usdcIn().micros() / 3);
                    if (each.curve().buyExactIn(each.supply(), first, each.fee())
                                    instanceof Filled(BuyFill one)
                            && each.curve()
                                            .buyExactIn(
                                                    one.supplyAfter(),
                                                    each.usdcIn().minus(one.charge()),
                                                    each.fee())
                                    instanceof Filled(BuyFill two)) {
                        assertThat(two.supplyAfter()).isLessThanOrEqualTo(whole.supplyAfter());
                    }
                });
    }

    @Test
    void a_split_sell_never_beats_the_whole() {
        forEachSell(
                (each, whole) -> {
                    long first = whole.shares().micros() / 3;
                    long second = whole.shares().micros() - first;
                    if (sell(each, first, each.supply()) instanceof Filled(SellFill one)
                            && sell(each, second, one.supplyAfter())
                                    instanceof Filled(SellFill two)) {
                        assertThat(one.net().plus(two.net())).isLessThanOrEqualTo(whole.net());
                        assertThat(two.supplyAfter()).isEqualTo(whole.supplyAfter());
                    }
                });
    }

    private static CurveAnswer<BuyFill> buy(Situation situation, long shares) {
        return shares > Shares.MAX_MICROS
                ? new OutOfRange<>()
                : situation
                        .curve()
                        .buyExactOut(situation.supply(), new Shares(shares), situation.fee());
    }

    /** A sell by somebody who has everything, so that only the curve may refuse. */
    private static CurveAnswer<SellFill> sell(Situation situation, long shares, Shares supply) {
        return shares > Shares.MAX_MICROS
                ? new OutOfRange<>()
                : situation
                        .curve()
                        .sellExactIn(supply, new Shares(shares), supply, situation.fee());
    }

    private static long left(long amount, FeeRate fee) {
        long whole = Math.multiplyExact(amount / 10_000, fee.bps());
        long rest = amount % 10_000 * fee.bps();
        return amount - whole - rest / 10_000 - (rest % 10_000 == 0 ? 0 : 1);
    }

    private static void forEachBuy(Check<BuyFill> check) {
        forEach(each -> buy(each, each.shares().micros()), check);
    }

    private static void forEachBuyForAnAmount(Check<BuyFill> check) {
        forEach(each -> each.curve().buyExactIn(each.supply(), each.usdcIn(), each.fee()), check);
    }

    private static void forEachSell(Check<SellFill> check) {
        forEach(each -> sell(each, each.sharesIn().micros(), each.supply()), check);
    }

    private static <F> void forEach(Function<Situation, CurveAnswer<F>> trade, Check<F> check) {
        Tally tally = new Tally();
        Consumer<Situation> statement =
                each -> {
                    if (tally.counted(trade.apply(each)) instanceof Filled<F>(F fill)) {
                        check.check(each, fill);
                    }
                };
        Property.holds(Situation::drawn, statement);
        tally.assertFewOutOfRange();
    }

    @FunctionalInterface
    private interface Check<F> {
        void check(Situation situation, F fill);
    }
}
