package io.megatron.client.bench;

import static io.megatron.client.bench.Row.Column.PER_SECOND;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.Table;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** How results are told. What goes on meanwhile is told on standard error. */
sealed interface Reporting {
    default void begin(BenchSettings settings) {
        System.err.printf(
                "bench: seed %d, callers %s, %d users, %d s after %d s of warm-up%s%n",
                settings.seed(),
                settings.callers(),
                settings.users(),
                settings.measured().toSeconds(),
                settings.warmUp().toSeconds(),
                settings.reconciles() ? "" : ", and nobody looks at the books");
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
            remark("%s: %s a second".formatted(result.name(), result.row().text(PER_SECOND)));
        }

        /** Only the columns that one of the results has a word for. */
        @Override
        public void end(List<CaseResult> results) {
            List<Row> rows = results.stream().map(CaseResult::row).toList();
            List<Column> columns =
                    Arrays.stream(Column.values())
                            .filter(column -> rows.stream().anyMatch(row -> row.has(column)))
                            .toList();
            Table table = new Table();
            for (Column column : columns) {
                if (column.isWords()) {
                    table.words(column.heading());
                } else {
                    table.figures(column.heading());
                }
            }
            rows.forEach(row -> table.row(columns.stream().map(row::text).toArray()));
            out.print(table);
            results.forEach(this::explainFailures);
        }

        private void explainFailures(CaseResult result) {
            result.failures()
                    .forEach(
                            (reason, count) ->
                                    out.printf("%s: %d x %s%n", result.name(), count, reason));
        }
    }
}
