package io.megatron.client.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts what came back, and how late. */
final class Tally {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1000.0;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Histogram latencyMicros = new Histogram(LONGEST_MICROS, DIGITS);
    private final Map<String, Long> failures = new TreeMap<>();

    synchronized void succeeded(long nanos) {
        latencyMicros.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    synchronized void failed(String reason) {
        failures.merge(reason, 1L, Long::sum);
    }

    synchronized double tradesPerSecond(long nanos) {
        return latencyMicros.getTotalCount() * NANOS_PER_SECOND / nanos;
    }

    synchronized double latencyMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    /** How often which reason was given. */
    synchronized Map<String, Long> failures() {
        return new TreeMap<>(failures);
    }
}
