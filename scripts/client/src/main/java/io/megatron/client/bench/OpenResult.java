package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Trades that come at a rate, whatever becomes of those before them.
 *
 * @param name of the case, or of what was going on beside it
 * @param due trades a second that callers wanted
 * @param tradesPerSecond those that were made
 * @param p50Millis from when a trade was due until its answer was there
 * @param failures how often which reason was given, among those that were due
 */
record OpenResult(
        String name,
        int due,
        double tradesPerSecond,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        Map<String, Long> failures,
        BookFigures book,
        Reconciled reconciled,
        OptionalLong serverRssMb)
        implements CaseResult {
    @Override
    public Row row() {
        return Row.of(name(), tradesPerSecond)
                .count(Column.DUE, due)
                .figure(Column.P50, p50Millis, 1)
                .figure(Column.P99, p99Millis, 1)
                .figure(Column.P999, p999Millis, 1)
                .count(Column.FAILED, Failures.count(failures))
                .count(Column.ABORTS, Math.round(book.aborts()))
                .reconciled(reconciled)
                .figure(Column.BATCH, book.commandsPerBatch(), 1)
                .figure(Column.WRITE, book.writeMillisPerBatch(), 2)
                .megabytes(serverRssMb);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("due_per_s", due)
                .put("trades_per_s", tradesPerSecond, 0)
                .put("p50_ms", p50Millis, 2)
                .put("p99_ms", p99Millis, 2)
                .put("p999_ms", p999Millis, 2)
                .put("failed", Failures.count(failures))
                .put("aborts", Math.round(book.aborts()))
                .put("reconciled", reconciled.json())
                .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null)
                .put("batch_mean", book.commandsPerBatch(), 1)
                .put("batch_write_ms", book.writeMillisPerBatch(), 2)
                .put("failures", Failures.json(failures));
    }
}
