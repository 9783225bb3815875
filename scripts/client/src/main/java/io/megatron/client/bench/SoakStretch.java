package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.Figures;
import io.megatron.client.text.JsonLine;
import java.time.Duration;
import java.util.Map;

/**
 * A minute of a soak, or less of a short one.
 *
 * @param end since the soak's warm-up
 * @param tradesPerSecond that were answered meanwhile
 * @param p50Millis from when a trade was due until its answer was there
 * @param failures how often which reason was given
 * @param footprint at its end
 */
record SoakStretch(
        Duration end,
        double tradesPerSecond,
        double p50Millis,
        double p99Millis,
        Map<String, Long> failures,
        Footprint footprint)
        implements CaseResult {
    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final long HALF_SECOND_MILLIS = 500;

    /**
     * What was counted so far.
     *
     * @param nanos how long it took
     */
    static SoakStretch of(Tally tally, long nanos, Duration end, Footprint footprint) {
        return new SoakStretch(
                end,
                tally.tradesPerSecond(nanos),
                tally.latencyMillis(MEDIAN),
                tally.latencyMillis(P99),
                tally.failures(),
                footprint);
    }

    @Override
    public String name() {
        return "soak_stretch";
    }

    /** To the nearest one. */
    long seconds() {
        return end.plusMillis(HALF_SECOND_MILLIS).toSeconds();
    }

    /** For whoever watches. */
    String words() {
        return "after %d s: %s a second, p50 %s ms, p99 %s ms, %d failed; server %s MB, live heap %s MB; hot tables %s MB with %d dead rows, database %s MB"
                .formatted(
                        seconds(),
                        Figures.fixed(tradesPerSecond, 0),
                        Figures.fixed(p50Millis, 1),
                        Figures.fixed(p99Millis, 1),
                        Failures.count(failures),
                        Figures.orDash(footprint.rss(), 0),
                        Figures.orDash(footprint.heapMb(), 0),
                        Figures.fixed(footprint.hotTables().megabytes(), 1),
                        footprint.hotTables().deadRows(),
                        Figures.fixed(footprint.databaseMb(), 0));
    }

    @Override
    public Row row() {
        return Row.of(name(), tradesPerSecond)
                .count(Column.AFTER, seconds())
                .figure(Column.P50, p50Millis, 1)
                .figure(Column.P99, p99Millis, 1)
                .count(Column.FAILED, Failures.count(failures))
                .megabytes(footprint.rssMb())
                .figure(Column.HEAP, footprint.heapMb(), 0)
                .figure(Column.HOT_TABLES, footprint.hotTables().megabytes(), 1)
                .count(Column.DEAD_ROWS, footprint.hotTables().deadRows())
                .figure(Column.DATABASE, footprint.databaseMb(), 0);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("after_s", seconds())
                .put("trades_per_s", tradesPerSecond, 0)
                .put("p50_ms", p50Millis, 2)
                .put("p99_ms", p99Millis, 2)
                .put("failed", Failures.count(failures))
                .put("rss_mb", footprint.rss(), 0)
                .put("live_heap_mb", footprint.heapMb(), 1)
                .put("hot_tables_mb", footprint.hotTables().megabytes(), 1)
                .put("dead_rows", footprint.hotTables().deadRows())
                .put("database_mb", footprint.databaseMb(), 0)
                .put("failures", Failures.json(failures));
    }
}
