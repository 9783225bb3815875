package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.connection.Address;
import io.megatron.client.running.OwnServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scripts/bench}. */
@Command(name = "bench")
public final class BenchCommand implements Callable<Integer> {
    private static final String OWN = "own";
    private static final Set<Case> OWN_SERVER = EnumSet.of(Case.ONE_TX, Case.TWO_NODES);

    @Option(names = "--run", required = true, hidden = true)
    private Path runScript = Path.of("scripts/run");

    @Parameters(split = ",")
    private List<String> cases = List.of("hot", "spread", "limit");

    @Option(names = "--callers", split = ",")
    private List<Integer> callers = List.of(64);

    @Option(names = "--seconds")
    private int seconds = 10;

    @Option(names = "--minutes")
    private int minutes = 30;

    @Option(names = "--warm-up")
    private int warmUpSeconds = 15;

    @Option(names = "--users")
    private int users = 10_000;

    @Option(names = "--assets")
    private int assets = 100;

    @Option(names = "--lps")
    private int lps = 10_000;

    @Option(names = "--payments")
    private int payments = 1_000;

    @Option(names = "--rate", split = ",")
    private List<Integer> rates = List.of(1_000);

    @Option(names = "--sign-ins")
    private int signIns = 200;

    @Option(names = "--require-price-p99-ms")
    private @Nullable Double requiredPriceP99Millis;

    @Option(names = "--connections")
    private int connections = 4;

    @Option(names = "--limit-trades")
    private int limitTrades;

    @Option(names = "--limit-users")
    private @Nullable Integer limitUsers;

    @Option(names = "--no-reconciliation")
    private boolean unreconciled;

    @Option(names = "--seed")
    private @Nullable Long seed;

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--address")
    private String address = OWN;

    @Option(names = "--management")
    private @Nullable String management;

    @Option(names = "--server-pid")
    private @Nullable Long serverPid;

    @Option(names = "--require-ratio")
    private @Nullable Double requiredRatio;

    @Option(names = "--require-beside")
    private @Nullable Double requiredBeside;

    @Option(names = "--require-rss-mb")
    private @Nullable Long requiredRssMb;

    @Option(names = "--require-growth")
    private @Nullable Double requiredGrowth;

    @Option(names = "--plot")
    private @Nullable Path plot;

    @Option(names = "--keep")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException {
        BenchSettings settings = settings();
        if (unreconciled
                && (requiredRatio != null
                        || requiredPriceP99Millis != null
                        || requiredGrowth != null)) {
            throw ClientException.misuse(
                    "--require-ratio, --require-price-p99-ms and --require-growth need books that"
                            + " are right, so they do not go with --no-reconciliation");
        }
        Requirements requirements =
                new Requirements(
                        requiredRatio,
                        requiredBeside,
                        requiredRssMb,
                        requiredPriceP99Millis,
                        requiredGrowth);
        Set<Case> wanted = wanted(settings);
        requirements.mustBeTold(wanted);
        Reporting reporting =
                json ? new Reporting.Json(System.out) : new Reporting.Tables(System.out);
        reporting.begin(settings);
        List<CaseResult> results = run(wanted, settings, reporting);
        reporting.end(results);
        if (plot != null) {
            new Plotting(plot, settings)
                    .draw(results)
                    .forEach(file -> reporting.remark("drawn: " + file));
        }
        List<String> complaints = requirements.complaints(results);
        complaints.forEach(complaint -> System.err.println("bench: " + complaint));
        return complaints.isEmpty() ? 0 : 1;
    }

    private BenchSettings settings() {
        return new BenchSettings(
                callers,
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(seconds),
                users,
                assets,
                rates,
                lps,
                payments,
                signIns,
                connections,
                limitTables(),
                !unreconciled,
                Duration.ofMinutes(minutes),
                seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed);
    }

    /** As many users as trade, unless others are wanted or the script makes more. */
    private LimitTables limitTables() {
        if (limitUsers != null && limitTrades == 0) {
            throw ClientException.misuse("--limit-users needs --limit-trades");
        }
        return new LimitTables(
                limitTrades,
                limitUsers == null ? Math.max(users, LimitTables.SCRIPTS_OWN_USERS) : limitUsers);
    }

    private Set<Case> wanted(BenchSettings settings) {
        Set<Case> wanted = EnumSet.copyOf(cases.stream().map(Case::of).toList());
        if (settings.limitTables().areFilled() && !wanted.contains(Case.LIMIT)) {
            throw ClientException.misuse("--limit-trades needs the case limit");
        }
        return wanted;
    }

    private List<CaseResult> run(Set<Case> wanted, BenchSettings settings, Reporting reporting)
            throws InterruptedException {
        if (!address.equals(OWN)) {
            for (Case own : OWN_SERVER) {
                if (wanted.contains(own)) {
                    throw ClientException.misuse(
                            "the case %s needs a server of its own".formatted(own.word()));
                }
            }
            return new Bench(running(), settings, reporting, Map.of()).run(wanted);
        }
        List<CaseResult> results = new ArrayList<>();
        if (wanted.remove(Case.ONE_TX)) {
            results.addAll(runOneTx(settings, reporting));
        }
        Map<Integer, Double> oneTx =
                results.stream()
                        .map(TradingResult.class::cast)
                        .collect(
                                Collectors.toMap(
                                        TradingResult::callers, TradingResult::tradesPerSecond));
        if (wanted.remove(Case.TWO_NODES)) {
            results.addAll(new MeasuringNodes(runScript, settings, reporting).measure());
        }
        if (!wanted.isEmpty()) {
            try (OwnServer server = own(wanted)) {
                if (keep) {
                    System.err.println("bench: the server's folder is " + server.home());
                }
                results.addAll(
                        new Bench(Target.of(server), settings, reporting, oneTx).run(wanted));
            }
        }
        return results;
    }

    /** The product's own statements for one trade at a time, behind the same calls. */
    private List<CaseResult> runOneTx(BenchSettings settings, Reporting reporting)
            throws InterruptedException {
        try (OwnServer server =
                OwnServer.start(runScript, false, Map.of("MEGATRON_BOOK_MAX_BATCH", "1"))) {
            return new Bench(Target.of(server), settings, reporting, Map.of())
                    .run(EnumSet.of(Case.ONE_TX));
        }
    }

    private OwnServer own(Set<Case> wanted) {
        Map<String, String> more = new HashMap<>();
        if (wanted.contains(Case.CUSTODY)) {
            more.put("MEGATRON_LOCAL_CHAIN", "true");
        }
        if (wanted.contains(Case.SIGN_INS)) {
            // They come from one address, and it is not its limit that is measured.
            more.put("MEGATRON_LIMITS_SIGN_INS_PER_ADDRESS", "off");
        }
        return OwnServer.start(runScript, keep, more);
    }

    private Target running() {
        return Target.running(
                Address.parse(address),
                management == null ? null : Address.parse(management),
                serverPid == null ? OptionalLong.empty() : OptionalLong.of(serverPid));
    }
}
