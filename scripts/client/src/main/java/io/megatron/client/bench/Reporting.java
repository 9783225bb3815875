package io.megatron.client.bench;

import io.megatron.client.text.Figures;
import io.megatron.client.text.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;

/** How results are told. What goes on meanwhile is told on standard error. */
sealed interface Reporting {
    default void begin(BenchSettings settings) {
        System.err.printf(
                "bench: seed %d, %d callers, %d users, %d s after %d s of warm-up%n",
                settings.seed(),
                settings.callers(),
                settings.users(),
                settings.measured().toSeconds(),
                settings.warmUp().toSeconds());
    }

    default void remark(String what) {
        System.err.println("bench: " + what);
    }

    void result(CaseResult result);

    void end(List<CaseResult> results);

    /** A line of JSON per case, as soon as it is measured. */
    record Json(PrintStream out) implements Reporting {
        @Override
        public void result(CaseResult result) {
            out.println(result.toJson());
        }

        @Override
        public void end(List<CaseResult> results) {
            // Every line has been written.
        }
    }

    /** A table at the end. */
    record Tables(PrintStream out) implements Reporting {
        @Override
        public void result(CaseResult result) {
            remark(
                    "%s: %s trades/s"
                            .formatted(result.name(), Figures.fixed(result.tradesPerSecond(), 0)));
        }

        @Override
        public void end(List<CaseResult> results) {
            Table table =
                    new Table()
                            .words("case")
                            .figures("trades/s", "of limit", "p50 ms", "p99 ms", "failed", "aborts")
                            .words("reconciled")
                            .figures("batch", "write ms", "server RSS MB");
            results.forEach(result -> addRow(table, result));
            out.print(table);
            results.forEach(this::explainFailures);
        }

        private static void addRow(Table table, CaseResult result) {
            String rate = Figures.fixed(result.tradesPerSecond(), 0);
            switch (result) {
                case CaseResult.Limit limit ->
                        table.row(
                                limit.name(),
                                rate,
                                "1.00",
                                "",
                                "",
                                "",
                                "",
                                "",
                                limit.batch(),
                                "",
                                "");
                case CaseResult.Refunds refunds ->
                        table.row(
                                refunds.name(),
                                Figures.fixed(refunds.refundsPerSecond(), 0),
                                Figures.orDash(refunds.ratioToLimit(), 2),
                                "",
                                "",
                                "",
                                "",
                                refunds.reconciled() ? "yes" : "NO",
                                "",
                                "",
                                megabytes(refunds.serverRssMb()));
                case CaseResult.Reconciliation beside ->
                        table.row(
                                beside.name(),
                                rate,
                                Figures.fixed(beside.ratioToAlone(), 2) + " of alone",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "");
                case CaseResult.Prices prices ->
                        table.row(
                                prices.name(),
                                rate,
                                "",
                                Figures.fixed(prices.p50Millis(), 1),
                                Figures.fixed(prices.p99Millis(), 1),
                                prices.failed(),
                                "",
                                prices.reconciled() ? "yes" : "NO",
                                "",
                                "",
                                megabytes(prices.serverRssMb()));
                case CaseResult.Trading trading ->
                        table.row(
                                trading.name(),
                                rate,
                                Figures.orDash(trading.ratioToLimit(), 2),
                                Figures.fixed(trading.p50Millis(), 1),
                                Figures.fixed(trading.p99Millis(), 1),
                                trading.failed(),
                                trading.aborts(),
                                trading.reconciled() ? "yes" : "NO",
                                Figures.orDash(trading.book().commandsPerBatch(), 1),
                                Figures.orDash(trading.book().writeMillisPerBatch(), 2),
                                megabytes(trading.serverRssMb()));
            }
        }

        private static String megabytes(OptionalLong value) {
            return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
        }

        private void explainFailures(CaseResult result) {
            if (result instanceof CaseResult.Trading trading) {
                trading.failures()
                        .forEach(
                                (reason, count) ->
                                        out.printf("%s: %d x %s%n", trading.name(), count, reason));
            }
        }
    }
}
