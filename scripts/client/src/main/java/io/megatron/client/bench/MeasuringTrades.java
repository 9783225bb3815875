package io.megatron.client.bench;

import io.megatron.client.connection.Connection;
import io.megatron.client.connection.Transport;
import io.megatron.client.operations.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets callers trade on a server and looks at its books afterwards. */
final class MeasuringTrades implements AutoCloseable {
    private static final int TIMES_TOO_MUCH = 2;

    /** What a machine is to carry all day. */
    private static final double SOAKING_SHARE = 0.7;

    /** Many for a pool, and few enough that each has its turn while it is measured. */
    private static final int LPS = 256;

    /** What an overload has left behind is gone by then. */
    private static final Duration RECOVERY = Duration.ofSeconds(1);

    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    private final Target target;
    private final BenchSettings settings;
    private final Wire wire;
    private final Seeding seeding;
    private final Traders traders;

    /** Registers and funds the users, who trade in all cases. */
    MeasuringTrades(Target target, BenchSettings settings) {
        this.target = target;
        this.settings = settings;
        wire = target.wire(settings.connections());
        seeding = Seeding.of(target, wire);
        traders = Traders.of(settings.users(), target.tokens());
        seeding.registerAndFund(traders);
    }

    /** Lets so many callers trade assets of their own. */
    TradingResult measure(Case which, int callers, Popularity assets) throws InterruptedException {
        return measure(which.word(), callers, calls(assets), settings.warmUp(), () -> {});
    }

    /** Lets so many callers trade an asset, whose LPs claim and contribute, and make deposits. */
    TradingResult measureMixed(int callers) throws InterruptedException {
        return measure(Case.MIXED.word(), callers, mixedCalls(), settings.warmUp(), () -> {});
    }

    /** Lets the callers trade one asset. */
    TradingResult measureHot(String name) throws InterruptedException {
        return measureHot(name, () -> {});
    }

    private TradingResult measureHot(String name, Runnable whenMeasuring)
            throws InterruptedException {
        return measure(
                name,
                settings.usualCallers(),
                calls(Popularity.even(1)),
                settings.warmUp(),
                whenMeasuring);
    }

    /**
     * Refunds so many LPs of a funding that has missed its deadline: first alone, then while the
     * callers trade another asset.
     */
    List<CaseResult> measureRefunds(int lps) throws InterruptedException {
        try (Connection connection = target.connect()) {
            Operator operator = target.operator(connection);
            MeasuringRefunds refunds = new MeasuringRefunds(seeding, operator, lps);
            refunds.prepare();
            MeasuringRefunds.Measured alone = refunds.run();
            RefundsResult result = result(Case.REFUNDS.word(), alone, Double.NaN);
            refunds.prepare();
            AtomicReference<MeasuringRefunds.@Nullable Measured> beside = new AtomicReference<>();
            Thread job = Thread.ofPlatform().unstarted(() -> beside.set(refunds.run()));
            TradingResult trading = measureHot("hot_beside_refunds", job::start);
            job.join();
            return List.of(
                    result,
                    result(
                            "refunds_beside_hot",
                            Objects.requireNonNull(beside.get(), "the refunds did not end"),
                            trading.tradesPerSecond()),
                    trading);
        }
    }

    /**
     * Lets the callers trade beside a job that looks at all the books, over and over or as far as
     * it comes, and before and after that alone.
     */
    List<CaseResult> measureReconciliation() throws InterruptedException {
        TradingResult before = measureHot("hot_before_reconciliation");
        try (Connection connection = target.connect();
                MeasuringReconciliation looking =
                        new MeasuringReconciliation(target.operator(connection))) {
            TradingResult beside = measureHot("hot_beside_reconciliation", looking::begin);
            MeasuringReconciliation.Measured looks = looking.end();
            TradingResult after = measureHot("hot_after_reconciliation");
            return List.of(
                    before,
                    beside,
                    after,
                    new ReconciliationResult(
                            looks.runs(),
                            looks.pieces(),
                            looks.seconds(),
                            (before.tradesPerSecond() + after.tradesPerSecond()) / 2,
                            beside.tradesPerSecond()));
        }
    }

    /** Lets one caller trade, and before and after that ask the bare service as often. */
    LoneResult measureLone() throws InterruptedException {
        try (BareService bare = BareService.on(target.postgresUrl());
                Wire toBare = new Wire(List.of(bare.address()), Transport.PLAINTEXT, 1)) {
            double before = bareP50Millis(toBare);
            TradingResult trading =
                    measure(
                            Case.LONE.word(),
                            1,
                            calls(Popularity.even(1)),
                            settings.warmUp(),
                            () -> {});
            return new LoneResult(trading, (before + bareP50Millis(toBare)) / 2);
        }
    }

    private double bareP50Millis(Wire toBare) throws InterruptedException {
        TradeCalls calls =
                new TradeCalls(toBare, traders, List.of("any"), traffic(Popularity.even(1)));
        return new ClosedLoop(toBare, calls, 1, Pace.asFastAsPossible())
                .run(settings.warmUp(), settings.measured(), () -> {})
                .tally()
                .latencyMillis(MEDIAN);
    }

    /** Lets callers trade one asset at a rate, and a subscriber see its prices. */
    PricesResult measurePrices() throws InterruptedException {
        List<String> assets = seeding.createAssets(1);
        ClosedLoop loop =
                new ClosedLoop(
                        wire,
                        calls(assets, Popularity.even(1)),
                        settings.usualCallers(),
                        Pace.of(settings.usualRate()));
        try (WatchingPrices watching =
                WatchingPrices.on(wire, 0, traders.authorizations().getFirst(), assets)) {
            ClosedLoop.Measured measured =
                    loop.run(settings.warmUp(), settings.measured(), watching::measure);
            WatchingPrices.Seen seen = watching.seen();
            return new PricesResult(
                    measured.tally().tradesPerSecond(measured.nanos()),
                    seen.prices(),
                    seen.p50Millis(),
                    seen.p99Millis(),
                    Failures.count(measured.tally().failures()),
                    seen.failure(),
                    Reconciled.of(target, settings),
                    target.peakMegabytes());
        }
    }

    /** Lets trades of one asset come at a rate, whatever becomes of those before them. */
    OpenResult measureOpen(int rate) throws InterruptedException {
        return result(Case.OPEN.word(), open(rate), Reconciled.of(target, settings));
    }

    /**
     * Lets trades come at a rate while many try to sign in, for as long as is measured, and before
     * and after that alone.
     */
    List<CaseResult> measureSignIns() throws InterruptedException {
        Opened before = open(settings.usualRate());
        OfferingSignIns offering = new OfferingSignIns(target, settings);
        offering.begin();
        Opened beside = open(settings.usualRate());
        OpenLoop.Measured signIns = offering.end();
        Opened after = open(settings.usualRate());
        Reconciled reconciled = Reconciled.of(target, settings);
        OpenResult alone = result("open_before_sign_ins", before, reconciled);
        OpenResult meanwhile = result("open_beside_sign_ins", beside, reconciled);
        OpenResult again = result("open_after_sign_ins", after, reconciled);
        return List.of(
                alone,
                meanwhile,
                again,
                new SignInsResult(
                        settings.signIns(),
                        signIns.tally().tradesPerSecond(signIns.nanos()),
                        signIns.tally().latencyMillis(P99),
                        signIns.tally().failures(),
                        SignInsResult.Speed.mean(alone, again),
                        SignInsResult.Speed.of(meanwhile)));
    }

    /**
     * Lets trades come at twice the rate that the callers reach, and the callers try again right
     * afterwards.
     */
    List<CaseResult> measureOverload() throws InterruptedException {
        TradingResult before = measureHot("hot_before_overload");
        Opened opened = open(TIMES_TOO_MUCH * (int) Math.round(before.tradesPerSecond()));
        TradingResult after =
                measure(
                        "hot_after_overload",
                        settings.usualCallers(),
                        calls(Popularity.even(1)),
                        RECOVERY,
                        () -> {});
        OpenResult meanwhile = result("open_overload", opened, after.reconciled());
        return List.of(before, meanwhile, after, new OverloadResult(before, meanwhile, after));
    }

    /**
     * Lets trades come for long at a rate well below what the callers reach, and looks whether
     * anything grows meanwhile.
     *
     * @param telling how it stands
     */
    List<CaseResult> measureSoak(Consumer<String> telling) throws InterruptedException {
        TradingResult peak = measureHot("hot_before_soak");
        int rate = Math.max(1, (int) Math.round(SOAKING_SHARE * peak.tradesPerSecond()));
        telling.accept(
                "%d trades a second for %d minutes".formatted(rate, settings.soak().toMinutes()));
        try (TakingFootprints footprints = TakingFootprints.of(target)) {
            BookFigures before = target.book();
            List<SoakStretch> stretches =
                    new MeasuringSoak(footprints::take, settings, telling)
                            .run(calls(Popularity.even(1)), rate, settings.mostInFlight());
            BookFigures book = target.book().since(before);
            List<CaseResult> results = new ArrayList<>();
            results.add(peak);
            results.addAll(stretches);
            results.add(
                    new SoakResult(
                            peak.tradesPerSecond(),
                            rate,
                            stretches,
                            Math.round(book.aborts()),
                            Reconciled.of(target, settings)));
            return results;
        }
    }

    /** Trades that came at a rate, and what the book did meanwhile. */
    private record Opened(int rate, OpenLoop.Measured measured, BookFigures book) {}

    private Opened open(int rate) throws InterruptedException {
        Calls calls = calls(Popularity.even(1));
        OpenLoop loop = new OpenLoop(calls, rate, settings.mostInFlight());
        BookFigures before = target.book();
        OpenLoop.Measured measured = loop.run(settings.warmUp(), settings.measured());
        return new Opened(rate, measured, target.book().since(before));
    }

    private OpenResult result(String name, Opened opened, Reconciled reconciled) {
        OpenLoop.Measured measured = opened.measured();
        return new OpenResult(
                name,
                opened.rate(),
                measured.tally().tradesPerSecond(measured.nanos()),
                measured.tally().latencyMillis(MEDIAN),
                measured.tally().latencyMillis(P99),
                measured.tally().latencyMillis(P999),
                measured.tally().failures(),
                opened.book(),
                reconciled,
                target.peakMegabytes());
    }

    /** Trades of new assets. */
    private TradeCalls calls(Popularity popularity) {
        return calls(seeding.createAssets(popularity.assets()), popularity);
    }

    private MixedCalls mixedCalls() {
        Pool pool = seeding.createPool(LPS);
        return new MixedCalls(
                wire,
                // The traffic draws from the seed itself.
                new Mixture(new SplittableRandom(settings.seed()).split(), traders.count(), LPS),
                calls(List.of(pool.asset()), Popularity.even(1)),
                traders,
                pool,
                seeding.authorization());
    }

    private TradeCalls calls(List<String> assets, Popularity popularity) {
        return new TradeCalls(wire, traders, assets, traffic(popularity));
    }

    private Traffic traffic(Popularity popularity) {
        return new Traffic(new SplittableRandom(settings.seed()), traders.count(), popularity);
    }

    private RefundsResult result(
            String name, MeasuringRefunds.Measured measured, double tradesPerSecond) {
        return new RefundsResult(
                name,
                measured.refunds(),
                measured.perSecond(),
                tradesPerSecond,
                Reconciled.of(target, settings),
                target.peakMegabytes(),
                Double.NaN);
    }

    private TradingResult measure(
            String name, int callers, Calls calls, Duration warmUp, Runnable whenMeasuring)
            throws InterruptedException {
        ClosedLoop loop = new ClosedLoop(wire, calls, callers, Pace.asFastAsPossible());
        BookFigures before = target.book();
        ClosedLoop.Measured measured = loop.run(warmUp, settings.measured(), whenMeasuring);
        BookFigures book = target.book().since(before);
        return new TradingResult(
                name,
                callers,
                measured.tally().tradesPerSecond(measured.nanos()),
                measured.tally().latencyMillis(MEDIAN),
                measured.tally().latencyMillis(P99),
                measured.tally().failures(),
                book,
                Reconciled.of(target, settings),
                target.peakMegabytes(),
                Double.NaN,
                Double.NaN);
    }

    @Override
    public void close() {
        wire.close();
    }
}
