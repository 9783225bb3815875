package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    /**
     * Looks whether what is required can be told of what is to be measured.
     *
     * @throws ClientException if not
     */
    void mustBeTold(Set<Case> cases) {
        need(ratio, "ratio", cases, Case.HOT, Case.LIMIT);
        need(beside, "beside", cases, Case.RECONCILIATION);
        need(priceP99Millis, "price-p99-ms", cases, Case.PRICES);
        need(growth, "growth", cases, Case.SOAK);
    }

    private static void need(
            @Nullable Double required, String name, Set<Case> cases, Case... needed) {
        if (required != null && !cases.containsAll(List.of(needed))) {
            throw ClientException.misuse(
                    "--require-%s needs the case %s"
                            .formatted(
                                    name,
                                    Arrays.stream(needed)
                                            .map(Case::word)
                                            .collect(Collectors.joining(" and the case "))));
        }
    }

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
        return complaints;
    }

    private static <R extends CaseResult> List<R> of(Class<R> type, List<CaseResult> results) {
        return results.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static void complainOfTradesBeside(
            List<CaseResult> results, double required, List<String> complaints) {
        for (ReconciliationResult looked : of(ReconciliationResult.class, results)) {
            if (looked.ratioToAlone() < required) {
                complaints.add(
                        "beside the reconciliation trades keep %s of their rate, %s is required"
                                .formatted(Figures.fixed(looked.ratioToAlone(), 3), required));
            }
        }
    }

    private static void complainOfPrices(
            List<CaseResult> results, double required, List<String> complaints) {
        for (PricesResult prices : of(PricesResult.class, results)) {
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
        for (SoakResult soak : of(SoakResult.class, results)) {
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
        if (trading.name().equals(Case.HOT.word()) && !(trading.ratioToLimit() >= required)) {
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
