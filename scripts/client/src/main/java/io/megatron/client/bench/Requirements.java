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
 * @param priceP99Millis from trade to subscriber at most, for 99 of 100 prices
 * @param growth of latency, memory and hot tables in a soak at most, and no call that fails, no
 *     abort, no row that does not reconcile
 */
record Requirements(
        @Nullable Double ratio,
        @Nullable Double beside,
        @Nullable Long rssMb,
        @Nullable Double priceP99Millis,
        @Nullable Double growth) {

    /** What was not reached, in sentences. */
    List<String> complaints(List<CaseResult> results) {
        List<String> complaints = new ArrayList<>();
        for (CaseResult result : results) {
            if (result instanceof TradingResult trading) {
                if (ratio != null) {
                    complain(trading, ratio, complaints);
                }
                if (rssMb != null) {
                    complainOfMemory(trading, rssMb, complaints);
                }
            }
        }
        if (beside != null) {
            complainOfTradesBeside(results, beside, complaints);
        }
        if (priceP99Millis != null) {
            complainOfPrices(results, priceP99Millis, complaints);
        }
        if (growth != null) {
            complainOfGrowth(results, growth, complaints);
        }
        if (ratio != null && results.stream().noneMatch(Requirements::hasRatio)) {
            complaints.add("--require-ratio needs the cases hot and limit");
        }
        return complaints;
    }

    /** The results of a case, which has to be among what was measured. */
    private static <R extends CaseResult> List<R> measured(
            Class<R> type,
            List<CaseResult> results,
            String requirement,
            Case needed,
            List<String> complaints) {
        List<R> measured = results.stream().filter(type::isInstance).map(type::cast).toList();
        if (measured.isEmpty()) {
            complaints.add("--require-%s needs the case %s".formatted(requirement, needed.word()));
        }
        return measured;
    }

    private static void complainOfTradesBeside(
            List<CaseResult> results, double required, List<String> complaints) {
        for (ReconciliationResult looked :
                measured(
                        ReconciliationResult.class,
                        results,
                        "beside",
                        Case.RECONCILIATION,
                        complaints)) {
            if (looked.ratioToAlone() < required) {
                complaints.add(
                        "beside the reconciliation trades keep %s of their rate, %s is required"
                                .formatted(Figures.fixed(looked.ratioToAlone(), 3), required));
            }
        }
    }

    private static void complainOfPrices(
            List<CaseResult> results, double required, List<String> complaints) {
        for (PricesResult prices :
                measured(PricesResult.class, results, "price-p99-ms", Case.PRICES, complaints)) {
            if (prices.p99Millis() > required || !prices.isFlawless()) {
                complaints.add(
                        "prices: 99 of 100 came within %s ms, %s are allowed; %d calls failed, the stream ended '%s', reconciled: %s"
                                .formatted(
                                        Figures.fixed(prices.p99Millis(), 1),
                                        required,
                                        prices.failed(),
                                        prices.streamFailure(),
                                        prices.reconciled().text()));
            }
        }
    }

    private static void complainOfGrowth(
            List<CaseResult> results, double allowed, List<String> complaints) {
        for (SoakResult soak :
                measured(SoakResult.class, results, "growth", Case.SOAK, complaints)) {
            if (!(soak.growth().most() <= allowed) || !soak.isFlawless()) {
                complaints.add(
                        "soak: %s as at first, %s is allowed; %d calls failed, %d aborts, reconciled: %s"
                                .formatted(
                                        soak.growth().words(),
                                        allowed,
                                        Failures.count(soak.failures()),
                                        soak.aborts(),
                                        soak.reconciled().text()));
            }
        }
    }

    private static boolean hasRatio(CaseResult result) {
        return result instanceof TradingResult trading
                && trading.name().equals(Case.HOT.word())
                && !Double.isNaN(trading.ratioToLimit());
    }

    private static void complain(TradingResult trading, double required, List<String> complaints) {
        if (!trading.isFlawless()) {
            complaints.add(
                    "%s: %d calls failed %s, %d aborts, reconciled: %s"
                            .formatted(
                                    trading.name(),
                                    trading.failed(),
                                    trading.failures(),
                                    trading.aborts(),
                                    trading.reconciled().text()));
        }
        if (trading.name().equals(Case.HOT.word()) && trading.ratioToLimit() < required) {
            complaints.add(
                    "hot reaches %s of the limit, %s is required"
                            .formatted(Figures.fixed(trading.ratioToLimit(), 3), required));
        }
    }

    private static void complainOfMemory(
            TradingResult trading, long required, List<String> complaints) {
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
