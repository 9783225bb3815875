package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A case in which callers trade.
 *
 * @param failures how often which reason was given, in the warm-up too
 * @param book what the book did meanwhile, the warm-up included
 * @param reconciled whether the books were right afterwards
 * @param serverRssMb the largest so far
 * @param ratioToLimit NaN where the limit was not measured
 * @param ratioToOneTx to as many callers whose trades are a transaction each; NaN where that was
 *     not measured
 */
record TradingResult(
        String name,
        int callers,
        double tradesPerSecond,
        double p50Millis,
        double p99Millis,
        Map<String, Long> failures,
        BookFigures book,
        Reconciled reconciled,
        OptionalLong serverRssMb,
        double ratioToLimit,
        double ratioToOneTx)
        implements CaseResult {

    @Override
    public TradingResult comparedWith(double limit) {
        return comparedWith(tradesPerSecond / limit, ratioToOneTx);
    }

    /** The same with its ratio to trades that are a transaction each. */
    TradingResult comparedWithOneTx(double oneTx) {
        return comparedWith(ratioToLimit, tradesPerSecond / oneTx);
    }

    private TradingResult comparedWith(double toLimit, double toOneTx) {
        return new TradingResult(
                name,
                callers,
                tradesPerSecond,
                p50Millis,
                p99Millis,
                failures,
                book,
                reconciled,
                serverRssMb,
                toLimit,
                toOneTx);
    }

    long failed() {
        return Failures.count(failures);
    }

    long aborts() {
        return Math.round(book.aborts());
    }

    boolean isFlawless() {
        return failed() == 0 && aborts() == 0 && reconciled == Reconciled.YES;
    }

    @Override
    public Row row() {
        return Row.of(name, tradesPerSecond)
                .count(Column.CALLERS, callers)
                .figure(Column.OF_LIMIT, ratioToLimit, 2)
                .known(Column.OF_ONE_TX, ratioToOneTx, 2)
                .figure(Column.P50, p50Millis, 1)
                .figure(Column.P99, p99Millis, 1)
                .count(Column.FAILED, failed())
                .count(Column.ABORTS, aborts())
                .reconciled(reconciled)
                .figure(Column.BATCH, book.commandsPerBatch(), 1)
                .figure(Column.WRITE, book.writeMillisPerBatch(), 2)
                .megabytes(serverRssMb);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name)
                .put("callers", callers)
                .put("trades_per_s", tradesPerSecond, 0)
                .put("p50_ms", p50Millis, 2)
                .put("p99_ms", p99Millis, 2)
                .put("failed", failed())
                .put("aborts", aborts())
                .put("reconciled", reconciled.json())
                .put("ratio_to_limit", ratioToLimit, 3)
                .put("ratio_to_one_tx", ratioToOneTx, 3)
                .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null)
                .put("batch_mean", book.commandsPerBatch(), 1)
                .put("batch_write_ms", book.writeMillisPerBatch(), 2)
                .put("failures", Failures.json(failures));
    }
}
