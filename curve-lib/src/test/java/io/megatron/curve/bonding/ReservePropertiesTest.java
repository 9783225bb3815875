package io.megatron.curve.bonding;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.curve.bonding.CurveAnswer.Filled;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Chance;
import io.megatron.curve.properties.Property;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** The reserve after any sequence of trades: it covers every share, and keeps next to nothing. */
class ReservePropertiesTest {
    private static final int SEQUENCES = 10_000;
    private static final int TRADES = 12;

    @Test
    void the_reserve_covers_every_share_and_exceeds_it_by_less_than_a_micro_per_trade() {
        int[] filled = {0};
        Property.holds(
                SEQUENCES,
                chance -> new Market(Situation.drawn(chance), chance),
                market -> {
                    for (int i = 0; i < TRADES; i++) {
                        market.trade();
                        market.assertCovered();
                    }
                    market.sellEverything();
                    filled[0] += market.trades;
                });
        assertThat(filled[0]).as("trades made").isGreaterThanOrEqualTo(50_000);
    }

    /** One curve from its first share on, with its reserve. */
    private static final class Market {
        private final Situation start;
        private final Chance chance;
        private final CurveByDefinition reference;
        private Shares supply = Shares.ZERO;
        private BigInteger reserveMicros = BigInteger.ZERO;
        private int trades;

        Market(Situation start, Chance chance) {
            this.start = start;
            this.chance = chance;
            this.reference = new CurveByDefinition(start.curve(), start.fee());
        }

        void trade() {
            switch (chance.below(4)) {
                case 0 ->
                        bought(
                                start.curve()
                                        .buyExactOut(supply, upTo(start.shares()), start.fee()));
                case 1 -> bought(start.curve().buyExactIn(supply, someUsdc(), start.fee()));
                case 2 ->
                        sold(start.curve().sellExactIn(supply, upTo(supply), supply, start.fee()));
                default ->
                        sold(start.curve().sellExactOut(supply, someUsdc(), supply, start.fee()));
            }
        }

        private Shares upTo(Shares most) {
            return new Shares(chance.fromOneUpTo(most.micros()));
        }

        private Usdc someUsdc() {
            return new Usdc(chance.fromOneUpTo(start.usdcIn().micros()));
        }

        private void bought(CurveAnswer<BuyFill> answer) {
            if (answer instanceof Filled(BuyFill fill)) {
                supply = fill.supplyAfter();
                reserveMicros = reserveMicros.add(BigInteger.valueOf(fill.cost().micros()));
                trades++;
            }
        }

        private void sold(CurveAnswer<SellFill> answer) {
            if (answer instanceof Filled(SellFill fill)) {
                supply = fill.supplyAfter();
                reserveMicros = reserveMicros.subtract(BigInteger.valueOf(fill.gross().micros()));
                trades++;
            }
        }

        void assertCovered() {
            BigInteger whole = reference.area(BigInteger.ZERO, BigInteger.valueOf(supply.micros()));
            BigInteger excess =
                    reserveMicros.multiply(CurveByDefinition.AREA_UNITS).subtract(whole);
            assertThat(excess.signum()).as("excess of the reserve").isNotNegative();
            if (trades > 0) {
                assertThat(excess)
                        .isLessThan(
                                CurveByDefinition.AREA_UNITS.multiply(BigInteger.valueOf(trades)));
            }
            if (reserveMicros.bitLength() < 59) {
                assertThat(start.curve().reserveNeeded(supply).micros())
                        .isLessThanOrEqualTo(reserveMicros.longValueExact());
            }
        }

        void sellEverything() {
            sold(start.curve().sellExactIn(supply, supply, supply, FeeRate.ZERO));
            assertThat(reserveMicros.signum()).as("what is left").isNotNegative();
        }

        @Override
        public String toString() {
            return start + " at " + supply;
        }
    }
}
