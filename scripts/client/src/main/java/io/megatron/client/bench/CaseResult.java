package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.Map;
import java.util.OptionalLong;

/** What came out of a case. */
sealed interface CaseResult {
    String name();

    JsonLine toJson();

    /** For the table. */
    Row row();

    /** The same with its ratio to a limit in trades a second, where that means something. */
    default CaseResult comparedWith(double limit) {
        return this;
    }

    /** How often which reason was given for a call that failed. */
    default Map<String, Long> failures() {
        return Map.of();
    }

    /**
     * A case in which callers trade.
     *
     * @param failures how often which reason was given, in the warm-up too
     * @param book what the book did meanwhile, the warm-up included
     * @param reconciled whether the books were right afterwards
     * @param serverRssMb the largest so far
     * @param ratioToLimit NaN where the limit was not measured
     * @param ratioToOneTx to as many callers whose trades are a transaction each; NaN where that
     *     was not measured
     */
    record Trading(
            String name,
            int callers,
            double tradesPerSecond,
            double p50Millis,
            double p99Millis,
            Map<String, Long> failures,
            BookFigures book,
            boolean reconciled,
            OptionalLong serverRssMb,
            double ratioToLimit,
            double ratioToOneTx)
            implements CaseResult {

        @Override
        public Trading comparedWith(double limit) {
            return comparedWith(tradesPerSecond / limit, ratioToOneTx);
        }

        /** The same with its ratio to trades that are a transaction each. */
        Trading comparedWithOneTx(double oneTx) {
            return comparedWith(ratioToLimit, tradesPerSecond / oneTx);
        }

        private Trading comparedWith(double toLimit, double toOneTx) {
            return new Trading(
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
            return sum(failures);
        }

        long aborts() {
            return Math.round(book.aborts());
        }

        boolean isFlawless() {
            return failed() == 0 && aborts() == 0 && reconciled;
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
                    .put("reconciled", reconciled)
                    .put("ratio_to_limit", ratioToLimit, 3)
                    .put("ratio_to_one_tx", ratioToOneTx, 3)
                    .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null)
                    .put("batch_mean", book.commandsPerBatch(), 1)
                    .put("batch_write_ms", book.writeMillisPerBatch(), 2)
                    .put("failures", json(failures));
        }
    }

    /**
     * Trades that come at a rate, whatever becomes of those before them.
     *
     * @param name of the case, or of what was going on beside it
     * @param due trades a second that callers wanted
     * @param tradesPerSecond those that were made
     * @param p50Millis from when a trade was due until its answer was there
     * @param failures how often which reason was given, among those that were due
     */
    record Open(
            String name,
            int due,
            double tradesPerSecond,
            double p50Millis,
            double p99Millis,
            double p999Millis,
            Map<String, Long> failures,
            BookFigures book,
            boolean reconciled,
            OptionalLong serverRssMb)
            implements CaseResult {
        @Override
        public Row row() {
            return Row.of(name(), tradesPerSecond)
                    .count(Column.DUE, due)
                    .figure(Column.P50, p50Millis, 1)
                    .figure(Column.P99, p99Millis, 1)
                    .figure(Column.P999, p999Millis, 1)
                    .count(Column.FAILED, sum(failures))
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
                    .put("failed", sum(failures))
                    .put("aborts", Math.round(book.aborts()))
                    .put("reconciled", reconciled)
                    .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null)
                    .put("batch_mean", book.commandsPerBatch(), 1)
                    .put("batch_write_ms", book.writeMillisPerBatch(), 2)
                    .put("failures", json(failures));
        }
    }

    /**
     * A job that refunds the LPs of a missed funding.
     *
     * @param tradesPerSecond what callers reached beside it; NaN where nobody traded
     * @param ratioToLimit of the refunds; NaN where the limit was not measured
     */
    record Refunds(
            String name,
            long lps,
            double refundsPerSecond,
            double tradesPerSecond,
            boolean reconciled,
            OptionalLong serverRssMb,
            double ratioToLimit)
            implements CaseResult {

        @Override
        public Refunds comparedWith(double limit) {
            return new Refunds(
                    name,
                    lps,
                    refundsPerSecond,
                    tradesPerSecond,
                    reconciled,
                    serverRssMb,
                    refundsPerSecond / limit);
        }

        @Override
        public Row row() {
            return Row.of(name, refundsPerSecond)
                    .figure(Column.OF_LIMIT, ratioToLimit, 2)
                    .reconciled(reconciled)
                    .megabytes(serverRssMb);
        }

        @Override
        public JsonLine toJson() {
            return new JsonLine()
                    .put("case", name)
                    .put("lps", lps)
                    .put("refunds_per_s", refundsPerSecond, 0)
                    .put("trades_per_s_beside", tradesPerSecond, 0)
                    .put("reconciled", reconciled)
                    .put("ratio_to_limit", ratioToLimit, 3)
                    .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null);
        }
    }

    /**
     * A job that looks at all the books beside trades.
     *
     * @param runs how often it did
     * @param pieces in how many pieces, over all runs
     * @param seconds what the runs took, with the rests between pieces
     * @param tradesPerSecondAlone the mean of before and after
     * @param tradesPerSecond what callers reached beside it
     */
    record Reconciliation(
            long runs,
            long pieces,
            double seconds,
            double tradesPerSecondAlone,
            double tradesPerSecond)
            implements CaseResult {
        @Override
        public String name() {
            return Case.RECONCILIATION.word();
        }

        /** What of their rate traders keep. */
        double ratioToAlone() {
            return tradesPerSecond / tradesPerSecondAlone;
        }

        @Override
        public Row row() {
            return Row.of(name(), tradesPerSecond).figure(Column.OF_ALONE, ratioToAlone(), 2);
        }

        @Override
        public JsonLine toJson() {
            return new JsonLine()
                    .put("case", name())
                    .put("runs", runs)
                    .put("pieces", pieces)
                    .put("seconds", seconds, 1)
                    .put("trades_per_s_alone", tradesPerSecondAlone, 0)
                    .put("trades_per_s_beside", tradesPerSecond, 0)
                    .put("ratio_to_alone", ratioToAlone(), 3);
        }
    }

    /**
     * Many who try to sign in beside trades that come at a rate.
     *
     * @param due sign-ins offered a second
     * @param checkedPerSecond those whose password was looked at
     * @param p99MillisChecked until they were answered
     * @param refused how often which reason was given to the others, and whether with a time to
     *     wait
     * @param alone trades, the mean of before and after
     * @param beside trades meanwhile
     */
    record SignIns(
            int due,
            double checkedPerSecond,
            double p99MillisChecked,
            Map<String, Long> refused,
            Speed alone,
            Speed beside)
            implements CaseResult {

        /** Of trades. */
        record Speed(double perSecond, double p99Millis) {
            static Speed mean(Open one, Open other) {
                return new Speed(
                        (one.tradesPerSecond() + other.tradesPerSecond()) / 2,
                        (one.p99Millis() + other.p99Millis()) / 2);
            }

            static Speed of(Open one) {
                return mean(one, one);
            }
        }

        @Override
        public String name() {
            return Case.SIGN_INS.word();
        }

        /** What of their rate trades keep. */
        double ratioToAlone() {
            return beside.perSecond() / alone.perSecond();
        }

        /** How many times as long the slowest of a hundred trades takes. */
        double p99ToAlone() {
            return beside.p99Millis() / alone.p99Millis();
        }

        @Override
        public Map<String, Long> failures() {
            return refused;
        }

        @Override
        public Row row() {
            return Row.of(name(), checkedPerSecond)
                    .count(Column.DUE, due)
                    .figure(Column.P99, p99MillisChecked, 1)
                    .count(Column.FAILED, sum(refused))
                    .figure(Column.OF_ALONE, ratioToAlone(), 2)
                    .figure(Column.P99_OF_ALONE, p99ToAlone(), 2);
        }

        @Override
        public JsonLine toJson() {
            return new JsonLine()
                    .put("case", name())
                    .put("due_per_s", due)
                    .put("checked_per_s", checkedPerSecond, 1)
                    .put("p99_ms_checked", p99MillisChecked, 1)
                    .put("trades_per_s_alone", alone.perSecond(), 0)
                    .put("trades_per_s_beside", beside.perSecond(), 0)
                    .put("ratio_to_alone", ratioToAlone(), 3)
                    .put("p99_ms_alone", alone.p99Millis(), 1)
                    .put("p99_ms_beside", beside.p99Millis(), 1)
                    .put("p99_to_alone", p99ToAlone(), 3)
                    .put("refused", json(refused));
        }
    }

    /**
     * What another node on the same database costs or brings.
     *
     * @param one trades a second through one node, the mean of before and after
     * @param both trades a second through both
     * @param leastShare of all commands, of the node that got fewer answered
     */
    record TwoNodes(double one, double both, double leastShare) implements CaseResult {
        @Override
        public String name() {
            return Case.TWO_NODES.word();
        }

        double ratioToOne() {
            return both / one;
        }

        @Override
        public Row row() {
            return Row.of(name(), both).figure(Column.OF_ALONE, ratioToOne(), 2);
        }

        @Override
        public JsonLine toJson() {
            return new JsonLine()
                    .put("case", name())
                    .put("trades_per_s_one", one, 0)
                    .put("trades_per_s_both", both, 0)
                    .put("ratio_to_one", ratioToOne(), 3)
                    .put("least_share", leastShare, 3);
        }
    }

    /**
     * What is left of a server that is given twice what it can do.
     *
     * @param before what callers reach
     * @param meanwhile what came of twice that rate
     * @param after what callers reach from a second later on
     */
    record Overload(Trading before, Open meanwhile, Trading after) implements CaseResult {
        @Override
        public String name() {
            return Case.OVERLOAD.word();
        }

        double goodputToPeak() {
            return meanwhile.tradesPerSecond() / before.tradesPerSecond();
        }

        double recoveredToPeak() {
            return after.tradesPerSecond() / before.tradesPerSecond();
        }

        @Override
        public Map<String, Long> failures() {
            return meanwhile.failures();
        }

        @Override
        public Row row() {
            return Row.of(name(), meanwhile.tradesPerSecond())
                    .count(Column.DUE, meanwhile.due())
                    .figure(Column.P99, meanwhile.p99Millis(), 1)
                    .count(Column.FAILED, sum(failures()))
                    .figure(Column.OF_ALONE, goodputToPeak(), 2);
        }

        @Override
        public JsonLine toJson() {
            return new JsonLine()
                    .put("case", name())
                    .put("due_per_s", meanwhile.due())
                    .put("peak_per_s", before.tradesPerSecond(), 0)
                    .put("goodput_per_s", meanwhile.tradesPerSecond(), 0)
                    .put("goodput_to_peak", goodputToPeak(), 3)
                    .put("p99_ms", meanwhile.p99Millis(), 1)
                    .put("recovered_to_peak", recoveredToPeak(), 3)
                    .put("refused", json(failures()));
        }
    }

    /**
     * How soon prices follow trades.
     *
     * @param prices how many a subscriber got
     * @param p50Millis from the book's time of a price's last trade until it arrived
     * @param failed calls that failed
     * @param streamFailure why the stream ended by itself; empty if it did not
     */
    record Prices(
            double tradesPerSecond,
            long prices,
            double p50Millis,
            double p99Millis,
            long failed,
            String streamFailure,
            boolean reconciled,
            OptionalLong serverRssMb)
            implements CaseResult {
        @Override
        public String name() {
            return Case.PRICES.word();
        }

        boolean isFlawless() {
            return failed == 0 && streamFailure.isEmpty() && reconciled && prices > 0;
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
                    .put("reconciled", reconciled)
                    .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null);
        }
    }

    /**
     * Payments that came in, or went out, by one job; all of them ended, and the chain holds what
     * is owed.
     *
     * @param count how many
     * @param perSecond of the runs of the job, from the first payment that waits to the last that
     *     ended; blocks come as soon as they are needed
     * @param transfersPerSecond what the chain takes of a caller who sends bare transfers, one
     *     after the other
     */
    record Payments(
            String name,
            long count,
            double perSecond,
            double transfersPerSecond,
            boolean reconciled,
            OptionalLong serverRssMb)
            implements CaseResult {
        @Override
        public Row row() {
            return Row.of(name, perSecond)
                    .figure(Column.OF_CHAIN, perSecond / transfersPerSecond, 2)
                    .reconciled(reconciled)
                    .megabytes(serverRssMb);
        }

        @Override
        public JsonLine toJson() {
            return new JsonLine()
                    .put("case", name)
                    .put("payments", count)
                    .put("payments_per_s", perSecond, 1)
                    .put("ratio_to_transfers", perSecond / transfersPerSecond, 3)
                    .put("transfers_per_s", transfersPerSecond, 1)
                    .put("reconciled", reconciled)
                    .put("server_rss_mb", serverRssMb.isPresent() ? serverRssMb.getAsLong() : null);
        }
    }

    /** What Postgres can do at best. */
    record Limit(int batch, double tradesPerSecond, String server) implements CaseResult {
        @Override
        public String name() {
            return Case.LIMIT.word();
        }

        @Override
        public Row row() {
            return Row.of(name(), tradesPerSecond)
                    .figure(Column.OF_LIMIT, 1, 2)
                    .figure(Column.BATCH, batch, 1);
        }

        @Override
        public JsonLine toJson() {
            return new JsonLine()
                    .put("case", name())
                    .put("batch", batch)
                    .put("trades_per_s", tradesPerSecond, 0)
                    .put("server", server);
        }
    }

    private static long sum(Map<String, Long> failures) {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    private static JsonLine json(Map<String, Long> failures) {
        JsonLine reasons = new JsonLine();
        failures.forEach((reason, count) -> reasons.put(reason, count));
        return reasons;
    }
}
