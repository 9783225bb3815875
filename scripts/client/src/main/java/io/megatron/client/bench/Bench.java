package io.megatron.client.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the cases on one server, the limit before and after each of the others. A machine that is
 * shared changes its speed within minutes, so a case is compared with the mean of its neighbours.
 */
final class Bench {
    private static final Duration LIMIT_WARM_UP = Duration.ofSeconds(3);

    private final Target target;
    private final BenchSettings settings;
    private final Reporting reporting;
    private final Map<Integer, Double> oneTx;
    private final MeasuringLimit measuringLimit;
    private final List<CaseResult> results = new ArrayList<>();

    /**
     * @param oneTx trades a second by callers, on a server that makes each a transaction of its own
     */
    Bench(Target target, BenchSettings settings, Reporting reporting, Map<Integer, Double> oneTx) {
        this.target = target;
        this.settings = settings;
        this.reporting = reporting;
        this.oneTx = Map.copyOf(oneTx);
        measuringLimit =
                new MeasuringLimit(target::postgresUrl, settings.limitTables(), reporting::remark);
    }

    /** Runs once. */
    List<CaseResult> run(Set<Case> wanted) throws InterruptedException {
        try (measuringLimit) {
            double limit = wanted.contains(Case.LIMIT) ? measureLimit() : Double.NaN;
            if (!EnumSet.of(Case.LIMIT, Case.CUSTODY).containsAll(wanted)) {
                measureTrades(wanted, limit);
            }
            if (wanted.contains(Case.CUSTODY)) {
                measureCustody();
            }
        }
        return results;
    }

    private double measureLimit() {
        reporting.remark("measuring the limit of this Postgres");
        LimitResult limit = measuringLimit.measure(LIMIT_WARM_UP, settings.measured());
        add(limit);
        return limit.tradesPerSecond();
    }

    /** A case in which everybody trades. */
    private record Pattern(Case which, String words, Way way) {
        static Pattern of(Case which, String words, Popularity assets) {
            return new Pattern(
                    which,
                    words,
                    (measuring, callers) -> measuring.measure(which, callers, assets));
        }

        /** How it is measured. */
        interface Way {
            TradingResult measure(MeasuringTrades measuring, int callers)
                    throws InterruptedException;
        }
    }

    private List<Pattern> patterns() {
        int assets = settings.spreadAssets();
        return List.of(
                Pattern.of(Case.ONE_TX, "on one asset, a transaction each", Popularity.even(1)),
                Pattern.of(Case.HOT, "on one asset", Popularity.even(1)),
                Pattern.of(Case.SPREAD, "on %d assets".formatted(assets), Popularity.even(assets)),
                Pattern.of(
                        Case.ZIPF,
                        "on %d assets, mostly on a few".formatted(assets),
                        Popularity.zipf(assets)),
                new Pattern(
                        Case.MIXED,
                        "on one asset, with claims, contributions and deposits",
                        MeasuringTrades::measureMixed));
    }

    private void measureTrades(Set<Case> wanted, double limit) throws InterruptedException {
        reporting.remark("registering and funding %d users".formatted(settings.users()));
        try (MeasuringTrades measuring = new MeasuringTrades(target, settings)) {
            double before = limit;
            for (Pattern pattern : patterns()) {
                if (wanted.contains(pattern.which())) {
                    for (int callers : settings.callers()) {
                        reporting.remark("%d callers %s".formatted(callers, pattern.words()));
                        TradingResult measured = pattern.way().measure(measuring, callers);
                        before = compare(besideOneTx(pattern, measured), before);
                    }
                }
            }
            for (Comparison comparison : comparisons()) {
                if (wanted.contains(comparison.which())) {
                    reporting.remark(comparison.words());
                    comparison.way().measure(measuring).forEach(this::add);
                }
            }
            if (wanted.contains(Case.REFUNDS)) {
                reporting.remark(
                        "%d LPs are refunded, alone and beside trades".formatted(settings.lps()));
                refund(measuring, before);
            }
        }
    }

    /** A case in which trades are compared with trades, and not with the limit. */
    private record Comparison(Case which, String words, Way way) {
        /** How it is measured. */
        interface Way {
            List<? extends CaseResult> measure(MeasuringTrades measuring)
                    throws InterruptedException;
        }
    }

    private List<Comparison> comparisons() {
        int rate = settings.usualRate();
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(
                new Comparison(
                        Case.LONE,
                        "one caller on one asset, and on a service that does next to nothing",
                        measuring -> List.of(measuring.measureLone())));
        for (int each : settings.rates()) {
            comparisons.add(
                    new Comparison(
                            Case.OPEN,
                            "%d trades a second on one asset".formatted(each),
                            measuring -> List.of(measuring.measureOpen(each))));
        }
        comparisons.add(
                new Comparison(
                        Case.OVERLOAD,
                        "twice as many trades as callers reach",
                        MeasuringTrades::measureOverload));
        comparisons.add(
                new Comparison(
                        Case.SOAK,
                        "trades well below what callers reach, for %d minutes"
                                .formatted(settings.soak().toMinutes()),
                        measuring -> measuring.measureSoak(reporting::remark)));
        comparisons.add(
                new Comparison(
                        Case.SIGN_INS,
                        "%d trades a second on one asset, and %d sign-ins beside"
                                .formatted(rate, settings.signIns()),
                        MeasuringTrades::measureSignIns));
        comparisons.add(
                new Comparison(
                        Case.PRICES,
                        "%d trades a second on one asset, and how soon its price follows"
                                .formatted(rate),
                        measuring -> List.of(measuring.measurePrices())));
        comparisons.add(
                new Comparison(
                        Case.RECONCILIATION,
                        "callers trade beside a look at all the books",
                        MeasuringTrades::measureReconciliation));
        return comparisons;
    }

    /** All of them trade one asset there, so only the same here can be compared. */
    private TradingResult besideOneTx(Pattern pattern, TradingResult measured) {
        return pattern.which() == Case.HOT
                ? measured.comparedWithOneTx(oneTx.getOrDefault(measured.callers(), Double.NaN))
                : measured;
    }

    private void measureCustody() {
        reporting.remark("%d users pay in and are paid out".formatted(settings.payments()));
        try (MeasuringCustody measuring = new MeasuringCustody(target, settings)) {
            measuring.measure().forEach(this::add);
        }
    }

    private void refund(MeasuringTrades measuring, double limitBefore) throws InterruptedException {
        List<CaseResult> measured = measuring.measureRefunds(settings.lps());
        double limit = Double.isNaN(limitBefore) ? Double.NaN : (limitBefore + measureLimit()) / 2;
        measured.forEach(result -> add(result.comparedWith(limit)));
    }

    /** Returns the limit as it is now; NaN when nobody wants it. */
    private double compare(TradingResult measured, double limitBefore) {
        if (Double.isNaN(limitBefore)) {
            add(measured);
            return limitBefore;
        }
        double limitAfter = measureLimit();
        add(measured.comparedWith((limitBefore + limitAfter) / 2));
        return limitAfter;
    }

    private void add(CaseResult result) {
        results.add(result);
        reporting.result(result);
    }
}
