package io.megatron.client.charts;

import io.megatron.pricing.v1.CandleInterval;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long a candle lasts, as people write it. */
enum Interval {
    ONE_MINUTE("1m", Duration.ofMinutes(1), CandleInterval.CANDLE_INTERVAL_ONE_MINUTE),
    FIVE_MINUTES("5m", Duration.ofMinutes(5), CandleInterval.CANDLE_INTERVAL_FIVE_MINUTES),
    FIFTEEN_MINUTES("15m", Duration.ofMinutes(15), CandleInterval.CANDLE_INTERVAL_FIFTEEN_MINUTES),
    ONE_HOUR("1h", Duration.ofHours(1), CandleInterval.CANDLE_INTERVAL_ONE_HOUR),
    FOUR_HOURS("4h", Duration.ofHours(4), CandleInterval.CANDLE_INTERVAL_FOUR_HOURS),
    ONE_DAY("1d", Duration.ofDays(1), CandleInterval.CANDLE_INTERVAL_ONE_DAY),
    ONE_WEEK("1w", Duration.ofDays(7), CandleInterval.CANDLE_INTERVAL_ONE_WEEK);

    private final String code;
    private final Duration length;
    private final CandleInterval wire;

    Interval(String code, Duration length, CandleInterval wire) {
        this.code = code;
        this.length = length;
        this.wire = wire;
    }

    static Optional<Interval> of(String code) {
        return Arrays.stream(values()).filter(interval -> interval.code.equals(code)).findFirst();
    }

    String code() {
        return code;
    }

    Duration length() {
        return length;
    }

    CandleInterval wire() {
        return wire;
    }
}
