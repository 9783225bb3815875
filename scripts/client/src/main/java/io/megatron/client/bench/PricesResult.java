package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.OptionalLong;

/**
 * How soon prices follow trades.
 *
 * @param prices how many a subscriber got
 * @param p50Millis from the book's time of a price's last trade until it arrived
 * @param failed calls that failed
 * @param streamFailure why the stream ended by itself; empty if it did not
 */
record PricesResult(
        double tradesPerSecond,
        long prices,
        double p50Millis,
        double p99Millis,
        long failed,
        String streamFailure,
        Reconciled reconciled,
        OptionalLong serverRssMb)
        implements CaseResult {
    @Override
    public String name() {
        return Case.PRICES.word();
    }

    boolean isFlawless() {
        return failed == 0 && streamFailure.isEmpty() && reconciled == Reconciled.YES && prices > 0;
    }

    @Override
    public Row row() {
        return Row.of(name(), tradesPerSecond)
                .figure(Column.P50, p50Millis, 1)
                .figure(Column.P99, p99Millis, 1)
                .count(Column.FAILED, failed)
                .reconciled(reconciled)
                .megabytes(serverRssMb);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("trades_per_s", tradesPerSecond, 0)
                .put("prices", prices)
                .put("p50_ms", p50Millis, 1)
                .put("p99_ms", p99Millis, 1)
                .put("failed", failed)
                .put("stream_failure", streamFailure)
                .put("reconciled", reconciled.json())
                .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null);
    }
}
