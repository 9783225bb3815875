package io.megatron.client.bench;

import io.megatron.client.running.OwnServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Lets callers trade one asset through one node, through two, and through one again. */
final class MeasuringNodes {
    private final Path runScript;
    private final BenchSettings settings;
    private final Reporting reporting;

    /**
     * @param runScript {@code scripts/run}; what it runs has been built
     */
    MeasuringNodes(Path runScript, BenchSettings settings, Reporting reporting) {
        this.runScript = runScript;
        this.settings = settings;
        this.reporting = reporting;
    }

    /** With a first node of its own; the second has its database, and answers calls only. */
    List<CaseResult> measure() throws InterruptedException {
        try (OwnServer server = OwnServer.start(runScript, false)) {
            Target first = Target.of(server);
            TradingResult before = measure(first, "hot_on_one_node");
            try (OwnServer second =
                    OwnServer.start(runScript, false, first.settingsOfAnotherNode())) {
                Target both = first.and(second);
                List<BookFigures> begin = both.books();
                TradingResult beside = measure(both, "hot_on_two_nodes");
                double leastShare = leastShare(begin, both.books());
                TradingResult after = measure(first, "hot_on_one_node_again");
                CaseResult result =
                        new TwoNodesResult(
                                (before.tradesPerSecond() + after.tradesPerSecond()) / 2,
                                beside.tradesPerSecond(),
                                leastShare);
                reporting.result(result);
                return List.of(before, beside, after, result);
            }
        }
    }

    private TradingResult measure(Target target, String name) throws InterruptedException {
        reporting.remark("%d callers, %s".formatted(settings.usualCallers(), name));
        try (MeasuringTrades measuring = new MeasuringTrades(target, settings)) {
            TradingResult measured = measuring.measureHot(name);
            reporting.result(measured);
            return measured;
        }
    }

    /** Who was given as many calls as the others and got far fewer answered has been starved. */
    private static double leastShare(List<BookFigures> begin, List<BookFigures> end) {
        double[] commands =
                IntStream.range(0, begin.size())
                        .mapToDouble(node -> end.get(node).since(begin.get(node)).commands())
                        .toArray();
        return Arrays.stream(commands).min().orElseThrow() / Arrays.stream(commands).sum();
    }
}
