package io.megatron.client.operations;

import io.megatron.client.text.Figures;
import io.megatron.client.text.Table;
import io.megatron.operations.v1.Check;
import io.megatron.operations.v1.Finding;
import io.megatron.operations.v1.ReconcileResponse;
import java.time.Instant;

/** What a reconciliation found, for people. */
public final class ReconciliationReport {
    private static final double NANOS_PER_SECOND = 1e9;

    private ReconciliationReport() {}

    public static String of(ReconcileResponse answer) {
        StringBuilder text = new StringBuilder(checks(answer).toString());
        if (answer.getFindingsCount() > 0) {
            text.append('\n').append(findings(answer));
        }
        return text.append('\n').append(verdict(answer)).toString();
    }

    public static Table checks(ReconcileResponse answer) {
        Table table =
                new Table()
                        .figures("invariant")
                        .words("check")
                        .figures("rows", "findings")
                        .words("what must hold");
        for (Check check : answer.getChecksList()) {
            table.row(
                    check.getInvariant(),
                    check.getName(),
                    check.getRowsChecked(),
                    check.getFindings(),
                    check.getDescription());
        }
        return table;
    }

    private static Table findings(ReconcileResponse answer) {
        Table table = new Table().words("check", "row", "expected", "actual", "detail");
        for (Finding finding : answer.getFindingsList()) {
            table.row(
                    finding.getCheck(),
                    finding.getSubject(),
                    finding.getExpected(),
                    finding.getActual(),
                    finding.getDetail());
        }
        return table;
    }

    public static String verdict(ReconcileResponse answer) {
        double seconds =
                answer.getDuration().getSeconds()
                        + answer.getDuration().getNanos() / NANOS_PER_SECOND;
        return "%s %s, %d checks in %s s"
                .formatted(
                        answer.getClean() ? "clean" : findings(count(answer)),
                        asOf(answer),
                        answer.getChecksCount(),
                        Figures.fixed(seconds, 2));
    }

    /** Book time is that of the last batch, and begins with the first. */
    private static String asOf(ReconcileResponse answer) {
        Instant asOf =
                Instant.ofEpochSecond(answer.getAsOf().getSeconds(), answer.getAsOf().getNanos());
        return asOf.equals(Instant.EPOCH) ? "before the first booking" : "as of " + asOf;
    }

    private static long count(ReconcileResponse answer) {
        return answer.getChecksList().stream().mapToLong(Check::getFindings).sum();
    }

    private static String findings(long count) {
        return count == 1 ? "1 finding" : count + " findings";
    }
}
