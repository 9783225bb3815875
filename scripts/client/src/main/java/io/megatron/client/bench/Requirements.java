package io.megatron.client.bench;

import io.megatron.client.text.Figures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What results have to reach.
 *
 * @param ratio hot to limit at least, and no call that fails, no abort, no row that does not
 *     reconcile in any case
 * @param beside what of their rate traders keep while the books are looked at, at least
 * @param rssMb resident memory of the server at most
 */
record Requirements(@Nullable Double ratio, @Nullable Double beside, @Nullable Long rssMb) {

    /** What was not reached, in sentences. */
    List<String> complaints(List<CaseResult> results) {
        List<String> complaints = new ArrayList<>();
        for (CaseResult result : results) {
            if (beside != null
                    && result instanceof CaseResult.Reconciliation looked
                    && looked.ratioToAlone() < beside) {
                complaints.add(
                        "beside the reconciliation trades keep %s of their rate, %s is required"
                                .formatted(Figures.fixed(looked.ratioToAlone(), 3), beside));
            }
            if (result instanceof CaseResult.Trading trading) {
                if (ratio != null) {
                    complain(trading, ratio, complaints);
                }
                if (rssMb != null) {
                    complainOfMemory(trading, rssMb, complaints);
                }
            }
        }
        if (beside != null
                && results.stream().noneMatch(CaseResult.Reconciliation.class::isInstance)) {
            complaints.add("--require-beside needs the case reconciliation");
        }
        if (ratio != null && results.stream().noneMatch(Requirements::hasRatio)) {
            complaints.add("--require-ratio needs the cases hot and limit");
        }
        return complaints;
    }

    private static boolean hasRatio(CaseResult result) {
        return result instanceof CaseResult.Trading trading
                && trading.name().equals(Case.HOT.word())
                && !Double.isNaN(trading.ratioToLimit());
    }

    private static void complain(
            CaseResult.Trading trading, double required, List<String> complaints) {
        if (!trading.isFlawless()) {
            complaints.add(
                    "%s: %d calls failed %s, %d aborts, reconciled: %s"
                            .formatted(
                                    trading.name(),
                                    trading.failed(),
                                    trading.failures(),
                                    trading.aborts(),
                                    trading.reconciled()));
        }
        if (trading.name().equals(Case.HOT.word()) && trading.ratioToLimit() < required) {
            complaints.add(
                    "hot reaches %s of the limit, %s is required"
                            .formatted(Figures.fixed(trading.ratioToLimit(), 3), required));
        }
    }

    private static void complainOfMemory(
            CaseResult.Trading trading, long required, List<String> complaints) {
        if (trading.serverRssMb().isEmpty()) {
            complaints.add("the server's memory is not known; see --server-pid");
        } else if (trading.serverRssMb().getAsLong() > required) {
            complaints.add(
                    "%s: the server had %d MB resident, %d are allowed"
                            .formatted(
                                    trading.name(), trading.serverRssMb().getAsLong(), required));
        }
    }
}
