package io.megatron.curve.candles;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.curve.properties.Property;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandleIntervalTest {
    @ParameterizedTest(name = "{1} lies in the {0} from {2}")
    @CsvSource({
        "1m,  2026-11-23T05:33:59.999999Z, 2026-11-23T05:33:00Z",
        "1m,  2026-11-23T05:34:00Z,        2026-11-23T05:34:00Z",
        "5m,  2026-11-23T05:34:59.999999Z, 2026-11-23T05:30:00Z",
        "15m, 2026-11-23T05:44:59Z,        2026-11-23T05:30:00Z",
        "1h,  2026-11-23T05:59:59Z,        2026-11-23T05:00:00Z",
        "4h,  2026-11-23T03:59:59Z,        2026-11-23T00:00:00Z",
        "4h,  2026-11-23T04:00:00Z,        2026-11-23T04:00:00Z",
        "1d,  2026-03-29T01:30:00Z,        2026-03-29T00:00:00Z",
        "1d,  2028-02-29T23:59:59.999999Z, 2028-02-29T00:00:00Z",
        "1w,  2026-11-22T23:59:59.999999Z, 2026-11-16T00:00:00Z",
        "1w,  2026-11-23T00:00:00Z,        2026-11-23T00:00:00Z",
        "1w,  2027-01-01T12:00:00Z,        2026-12-28T00:00:00Z",
        "1w,  1969-12-31T00:00:00Z,        1969-12-29T00:00:00Z",
    })
    void a_moment_lies_in_the_interval_that_began_last(String code, Instant moment, Instant start) {
        CandleInterval interval = CandleInterval.of(code);

        assertThat(interval.start(moment)).isEqualTo(start);
        assertThat(interval.end(moment)).isEqualTo(start.plus(interval.length()));
        assertThat(interval.ceiling(moment))
                .isEqualTo(moment.equals(start) ? start : start.plus(interval.length()));
    }

    @Test
    void each_interval_is_made_of_whole_shorter_ones_and_weeks_begin_on_monday() {
        Property.holds(
                10_000,
                chance -> Instant.ofEpochSecond(chance.upTo(5_000_000_000L)),
                moment -> {
                    Arrays.stream(CandleInterval.values())
                            .forEach(interval -> liesInTheLonger(interval, moment));
                    assertThat(
                                    CandleInterval.ONE_WEEK
                                            .start(moment)
                                            .atOffset(ZoneOffset.UTC)
                                            .getDayOfWeek())
                            .isEqualTo(DayOfWeek.MONDAY);
                    assertThat(CandleInterval.ONE_DAY.start(moment))
                            .isEqualTo(moment.truncatedTo(ChronoUnit.DAYS));
                });
    }

    private static void liesInTheLonger(CandleInterval interval, Instant moment) {
        interval.longer()
                .ifPresent(
                        longer -> {
                            assertThat(longer.start(interval.start(moment)))
                                    .isEqualTo(longer.start(moment));
                            assertThat(interval.start(longer.start(moment)))
                                    .isEqualTo(longer.start(moment));
                        });
    }
}
