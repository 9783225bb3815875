package io.megatron.curve.funding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Chance;
import io.megatron.curve.properties.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithdrawalLimitsTest {
    private static final WithdrawalLimits USUAL =
            new WithdrawalLimits(2_500, 1_000, Usdc.parse("1"));

    @ParameterizedTest(name = "{0} vested, {1} paid, {2} of it instantly: {3} more at once")
    @CsvSource({
        "100, 0, 0, 25",
        "75, 25, 25, 0",
        "90, 10, 10, 15",
        "60, 40, 10, 15",
        "0, 100, 0, 25",
        "10, 0, 10, 0",
        "0.000003, 0, 0, 0",
        "0.000004, 0, 0, 0.000001",
    })
    void a_quarter_of_what_has_vested_is_paid_at_once(
            String there, String paid, String instantly, String allowance) {
        assertThat(
                        USUAL.instantAllowance(
                                Usdc.parse(there), Usdc.parse(paid), Usdc.parse(instantly)))
                .hasToString(allowance);
    }

    @ParameterizedTest(name = "{0} in the pool, {1} paid: {2} more may leave")
    @CsvSource({
        "2500, 0, 250",
        "2250, 250, 0",
        "2400, 100, 150",
        "9, 0, 1",
        "10.000009, 0, 1",
        "10.00001, 0, 1.000001",
        "8.5, 0.5, 0.5",
        "100, 900, 0",
    })
    void a_tenth_of_a_pool_may_leave_and_one_usdc_at_the_least(
            String capital, String paid, String remaining) {
        assertThat(USUAL.poolRemaining(Usdc.parse(capital), Usdc.parse(paid)))
                .hasToString(remaining);
    }

    @ParameterizedTest(
            name = "{0} asked, {1} allowed, {2} left in the pool, {3} before: {4} at once")
    @CsvSource({
        "10, 25, 250, 0, 10",
        "100, 25, 250, 0, 25",
        "100, 100, 60, 0, 60",
        "100, 100, 60, 50, 10",
        "100, 100, 60, 60, 0",
        "100, 100, 60, 600, 0",
    })
    void an_instant_payment_waits_behind_whatever_is_queued(
            String asked, String allowance, String pool, String queued, String instantly) {
        assertThat(
                        WithdrawalLimits.instantly(
                                Usdc.parse(asked),
                                Usdc.parse(allowance),
                                Usdc.parse(pool),
                                Usdc.parse(queued)))
                .hasToString(instantly);
    }

    @Test
    void splitting_a_request_into_any_parts_never_gets_more_out_at_once_than_the_whole() {
        Property.holds(
                10_000,
                Split::new,
                split -> {
                    Usdc whole = USUAL.instantAllowance(split.vested, Usdc.ZERO, Usdc.ZERO);
                    assertThat(split.inParts()).isLessThanOrEqualTo(whole);
                });
    }

    /** A stake that is asked for in many parts within one window. */
    private static final class Split {
        private final Chance chance;
        private final Usdc vested;

        Split(Chance chance) {
            this.chance = chance;
            this.vested = Usdc.ofMicros(chance.upTo(25_000_000_000L));
        }

        Usdc inParts() {
            Usdc paid = Usdc.ZERO;
            for (int i = 0; i < 20; i++) {
                Usdc allowance = USUAL.instantAllowance(vested.minus(paid), paid, paid);
                Usdc asked = Usdc.ofMicros(chance.upTo(vested.micros()));
                paid = paid.plus(WithdrawalLimits.least(asked, allowance));
            }
            return paid;
        }
    }

    @Test
    void limits_that_would_stop_the_queue_for_ever_are_refused() {
        assertThatThrownBy(() -> new WithdrawalLimits(2_500, 1_000, Usdc.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WithdrawalLimits(0, 1_000, Usdc.parse("1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WithdrawalLimits(2_500, 10_001, Usdc.parse("1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
