package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.Figures;
import io.megatron.client.text.JsonLine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Trades that came for long, at a rate below the peak: whether anything grew meanwhile. What grew
 * is the median of the last third over that of the first, so that neither a stretch that was
 * disturbed nor the beginning alone decides.
 *
 * @param peak trades a second that callers reached before
 * @param due trades a second that came
 * @param stretches in their order, three at least
 * @param aborts write conflicts of the book, in the warm-up too
 */
record SoakResult(
        double peak, int due, List<SoakStretch> stretches, long aborts, Reconciled reconciled)
        implements CaseResult {
    private static final int THIRDS = 3;
    private static final double SECONDS_PER_MINUTE = 60;

    SoakResult {
        stretches = List.copyOf(stretches);
        if (stretches.size() < THIRDS) {
            throw new IllegalArgumentException("%d stretches".formatted(stretches.size()));
        }
    }

    @Override
    public String name() {
        return Case.SOAK.word();
    }

    /**
     * How many times as much each of them was at the end; NaN where it is not known, or was nothing
     * at first.
     */
    record Growth(double p50, double p99, double rss, double heap, double hotTables) {
        String words() {
            return "p50 %s, p99 %s, memory %s, live heap %s and hot tables %s times as much"
                    .formatted(
                            Figures.orDash(p50, 2),
                            Figures.orDash(p99, 2),
                            Figures.orDash(rss, 2),
                            Figures.orDash(heap, 2),
                            Figures.orDash(hotTables, 2));
        }

        /** Of what is known. */
        double most() {
            return DoubleStream.of(p50, p99, rss, heap, hotTables)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(Double.NaN);
        }
    }

    Growth growth() {
        return new Growth(
                growth(SoakStretch::p50Millis),
                growth(SoakStretch::p99Millis),
                growth(stretch -> stretch.footprint().rss()),
                growth(stretch -> stretch.footprint().heapMb()),
                growth(stretch -> stretch.footprint().hotTables().megabytes()));
    }

    private double growth(ToDoubleFunction<SoakStretch> figure) {
        int third = stretches.size() / THIRDS;
        int all = stretches.size();
        return median(stretches.subList(all - third, all), figure)
                / median(stretches.subList(0, third), figure);
    }

    /** Of those that are known. */
    private static double median(List<SoakStretch> among, ToDoubleFunction<SoakStretch> figure) {
        double[] sorted =
                among.stream().mapToDouble(figure).filter(Double::isFinite).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    @Override
    public Map<String, Long> failures() {
        Map<String, Long> all = new TreeMap<>();
        stretches.forEach(
                stretch ->
                        stretch.failures()
                                .forEach((reason, count) -> all.merge(reason, count, Long::sum)));
        return all;
    }

    boolean isFlawless() {
        return failures().isEmpty() && aborts == 0 && reconciled == Reconciled.YES;
    }

    private double tradesPerSecond() {
        return stretches.stream()
                .mapToDouble(SoakStretch::tradesPerSecond)
                .average()
                .orElse(Double.NaN);
    }

    private SoakStretch last() {
        return stretches.getLast();
    }

    @Override
    public Row row() {
        return Row.of(name(), tradesPerSecond())
                .count(Column.DUE, due)
                .count(Column.AFTER, last().seconds())
                .figure(Column.P50, median(stretches, SoakStretch::p50Millis), 1)
                .figure(Column.P99, median(stretches, SoakStretch::p99Millis), 1)
                .count(Column.FAILED, Failures.count(failures()))
                .count(Column.ABORTS, aborts)
                .reconciled(reconciled)
                .figure(Column.MOST_GROWTH, growth().most(), 2);
    }

    @Override
    public JsonLine toJson() {
        Growth growth = growth();
        return new JsonLine()
                .put("case", name())
                .put("minutes", last().seconds() / SECONDS_PER_MINUTE, 1)
                .put("peak_per_s", peak, 0)
                .put("due_per_s", due)
                .put("trades_per_s", tradesPerSecond(), 0)
                .put("p50_ms", median(stretches, SoakStretch::p50Millis), 2)
                .put("p99_ms", median(stretches, SoakStretch::p99Millis), 2)
                .put("failed", Failures.count(failures()))
                .put("aborts", aborts)
                .put("reconciled", reconciled.json())
                .put("p50_growth", growth.p50(), 3)
                .put("p99_growth", growth.p99(), 3)
                .put("rss_growth", growth.rss(), 3)
                .put("live_heap_growth", growth.heap(), 3)
                .put("hot_tables_growth", growth.hotTables(), 3)
                .put("database_mb", last().footprint().databaseMb(), 0)
                .put("failures", Failures.json(failures()));
    }
}
