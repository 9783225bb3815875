package io.megatron.curve.fees;

import static io.megatron.curve.fees.RewardAccumulator.SCALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Chance;
import io.megatron.curve.properties.Property;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RewardAccumulatorTest {
    private static final BigInteger ZERO = BigInteger.ZERO;

    @Test
    void a_fee_over_three_shares_leaves_a_remainder_that_the_next_trade_takes_up() {
        RewardAccumulator once = RewardAccumulator.ZERO.add(Usdc.ofMicros(1), 3);
        assertThat(once.rewardPerShare()).isEqualTo(new BigInteger("333333333333333333"));
        assertThat(once.remainder()).isEqualTo(BigInteger.ONE);
        RewardAccumulator thrice = once.add(Usdc.ofMicros(1), 3).add(Usdc.ofMicros(1), 3);
        assertThat(thrice).isEqualTo(new RewardAccumulator(SCALE, ZERO));
    }

    @Test
    void a_remainder_larger_than_the_shares_that_are_left_is_taken_up_too() {
        RewardAccumulator before = new RewardAccumulator(ZERO, BigInteger.valueOf(10));
        assertThat(before.add(Usdc.ZERO, 4))
                .isEqualTo(new RewardAccumulator(BigInteger.TWO, BigInteger.TWO));
    }

    @Test
    void a_claim_pays_whole_micros_and_keeps_the_rest() {
        BigInteger accrued = SCALE.multiply(BigInteger.valueOf(7)).add(BigInteger.valueOf(5));
        assertThat(RewardAccumulator.claim(accrued))
                .isEqualTo(new RewardAccumulator.Claim(Usdc.ofMicros(7), BigInteger.valueOf(5)));
        assertThat(RewardAccumulator.claim(ZERO).paid()).isEqualTo(Usdc.ZERO);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        RewardAccumulator zero = RewardAccumulator.ZERO;
        BigInteger minusOne = ZERO.subtract(BigInteger.ONE);
        assertThatThrownBy(() -> zero.add(Usdc.ofMicros(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> zero.add(Usdc.ofMicros(-1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> zero.accrued(ZERO, BigInteger.ONE, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> zero.accrued(minusOne, ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RewardAccumulator(BigInteger.TEN.pow(60), ZERO))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> new RewardAccumulator(ZERO, minusOne))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> RewardAccumulator.claim(BigInteger.TEN.pow(59)))
                .isInstanceOf(AmountOutOfRangeException.class);
        assertThatThrownBy(() -> RewardAccumulator.claim(SCALE.multiply(SCALE)))
                .isInstanceOf(AmountOutOfRangeException.class);
    }

    @Test
    void both_identities_hold_after_every_step_of_any_history() {
        Property.holds(
                10_000,
                Pool::new,
                pool -> {
                    for (int i = 0; i < 12; i++) {
                        pool.step();
                        pool.assertIdentities();
                    }
                });
    }

    /** Four LPs, their shares and what has happened to them. */
    private static final class Pool {
        private final Chance chance;
        private final long feeBound;
        private final long[] shares = new long[4];
        private final BigInteger[] accrued = {ZERO, ZERO, ZERO, ZERO};
        private final BigInteger[] upTo = {ZERO, ZERO, ZERO, ZERO};
        private RewardAccumulator accumulator = RewardAccumulator.ZERO;
        private BigInteger fees = ZERO;
        private BigInteger claimed = ZERO;

        Pool(Chance chance) {
            this.chance = chance;
            this.feeBound = chance.fromOneUpTo(Usdc.MAX_MICROS / 100);
        }

        void step() {
            int lp = chance.below(shares.length);
            switch (chance.below(4)) {
                case 0 -> changeShares(lp);
                case 1 -> claim(lp);
                default -> trade();
            }
        }

        private void trade() {
            long all = Arrays.stream(shares).sum();
            if (all > 0) {
                Usdc fee = Usdc.ofMicros(chance.upTo(feeBound));
                accumulator = accumulator.add(fee, all);
                fees = fees.add(BigInteger.valueOf(fee.micros()));
            }
        }

        private void changeShares(int lp) {
            bringUpToDate(lp);
            shares[lp] = chance.upTo(25_000_000_000L);
        }

        private void claim(int lp) {
            bringUpToDate(lp);
            RewardAccumulator.Claim claim = RewardAccumulator.claim(accrued[lp]);
            accrued[lp] = claim.accruedAfter();
            claimed = claimed.add(BigInteger.valueOf(claim.paid().micros()));
        }

        private void bringUpToDate(int lp) {
            accrued[lp] = accumulator.accrued(accrued[lp], upTo[lp], shares[lp]);
            upTo[lp] = accumulator.rewardPerShare();
        }

        void assertIdentities() {
            BigInteger owed = accumulator.remainder();
            for (int lp = 0; lp < shares.length; lp++) {
                owed = owed.add(accumulator.accrued(accrued[lp], upTo[lp], shares[lp]));
            }
            BigInteger rewards = fees.subtract(claimed);
            assertThat(rewards.signum()).isNotNegative();
            assertThat(SCALE.multiply(rewards)).isEqualTo(owed);
            assertThat(SCALE.multiply(claimed).add(owed)).isEqualTo(SCALE.multiply(fees));
        }

        @Override
        public String toString() {
            return accumulator + " for " + Arrays.toString(shares);
        }
    }
}
