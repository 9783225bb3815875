package io.megatron.curve.funding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Property;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VestingScheduleTest {
    private static final VestingSchedule USUAL =
            VestingSchedule.parse("7:2500,30:5000,90:7500,180:10000");
    private static final Instant START = Instant.parse("2026-03-28T12:00:00Z");

    @ParameterizedTest(name = "{0} after the start {2} of {1} is vested")
    @CsvSource({
        "PT0S, 100, 0",
        "P6DT23H59M59.999999S, 100, 0",
        "P7D, 100, 25",
        "P29DT23H59M59S, 100, 25",
        "P30D, 100, 50",
        "P90D, 100, 75",
        "P179DT23H59M59S, 100, 75",
        "P180D, 100, 100",
        "P9999D, 100, 100",
        "P7D, 0.000003, 0",
        "P30D, 0.000003, 0.000001",
        "P180D, 0.000003, 0.000003",
    })
    void a_tranche_is_vested_from_its_instant_on(Duration age, String amount, String vested) {
        assertThat(USUAL.vested(Usdc.parse(amount), START, START.plus(age))).hasToString(vested);
    }

    @Test
    void the_next_unlock_says_when_and_how_much_then_is_vested() {
        Usdc amount = Usdc.parse("100");
        assertThat(USUAL.next(amount, START, START.plus(Duration.ofDays(7))))
                .contains(
                        new VestingSchedule.Unlock(
                                START.plus(Duration.ofDays(30)), Usdc.parse("50")));
        assertThat(USUAL.next(amount, START, START.plus(Duration.ofDays(180)))).isEmpty();
    }

    @Test
    void what_is_vested_never_shrinks_and_never_exceeds_the_amount() {
        record Case(Usdc amount, Duration early, Duration late) {}
        Property.holds(
                chance -> {
                    long early = chance.upTo(200L * 86_400);
                    return new Case(
                            Usdc.ofMicros(chance.upTo(Usdc.MAX_MICROS)),
                            Duration.ofSeconds(early),
                            Duration.ofSeconds(early + chance.upTo(200L * 86_400)));
                },
                drawn -> {
                    Usdc before = USUAL.vested(drawn.amount(), START, START.plus(drawn.early()));
                    Usdc after = USUAL.vested(drawn.amount(), START, START.plus(drawn.late()));
                    assertThat(after).isGreaterThanOrEqualTo(before);
                    assertThat(after).isLessThanOrEqualTo(drawn.amount());
                });
    }

    @Test
    void a_schedule_is_written_as_it_is_read() {
        assertThat(USUAL).hasToString("7:2500,30:5000,90:7500,180:10000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "7:2500",
                "7:2500,7:10000",
                "30:5000,7:10000",
                "7:5000,30:5000",
                "0:10001",
                "a:10000",
                "7:10000,",
                "-1:10000"
            })
    void what_is_no_schedule_is_refused(String text) {
        assertThatThrownBy(() -> VestingSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
