package io.megatron.curve.candles;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long a candle lasts. Boundaries are in UTC, whatever zone a machine or a session is in: days
 * begin at midnight and weeks on Monday. Each interval consists of whole ones of the interval
 * before it in this list.
 */
public enum CandleInterval {
    ONE_MINUTE("1m", Duration.ofMinutes(1)),
    FIVE_MINUTES("5m", Duration.ofMinutes(5)),
    FIFTEEN_MINUTES("15m", Duration.ofMinutes(15)),
    ONE_HOUR("1h", Duration.ofHours(1)),
    FOUR_HOURS("4h", Duration.ofHours(4)),
    ONE_DAY("1d", Duration.ofDays(1)),
    ONE_WEEK("1w", Duration.ofDays(7));

    /** 5 January 1970 was a Monday, and a boundary of every shorter interval as well. */
    private static final long A_MONDAY_SECOND =
            Instant.parse("1970-01-05T00:00:00Z").getEpochSecond();

    private final String code;
    private final Duration length;

    CandleInterval(String code, Duration length) {
        this.code = code;
        this.length = length;
    }

    /**
     * The interval of a code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CandleInterval of(String code) {
        return Arrays.stream(values())
                .filter(interval -> interval.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no candle interval: " + code));
    }

    /** As people and the database write it: {@code 1m}, {@code 4h}, {@code 1w}. */
    public String code() {
        return code;
    }

    public Duration length() {
        return length;
    }

    /** When the interval that a moment lies in begins; a boundary belongs to the later one. */
    public Instant start(Instant moment) {
        long seconds = length.toSeconds();
        long sinceMonday = moment.getEpochSecond() - A_MONDAY_SECOND;
        return Instant.ofEpochSecond(
                A_MONDAY_SECOND + Math.floorDiv(sinceMonday, seconds) * seconds);
    }

    /** When the interval that a moment lies in ends, exclusive. */
    public Instant end(Instant moment) {
        return start(moment).plus(length);
    }

    /** The first boundary that is not before a moment. */
    public Instant ceiling(Instant moment) {
        Instant start = start(moment);
        return start.equals(moment) ? start : start.plus(length);
    }

    /** The next longer interval, which consists of whole ones of this. */
    public Optional<CandleInterval> longer() {
        return Arrays.stream(values())
                .filter(other -> other.length.compareTo(length) > 0)
                .findFirst();
    }
}
