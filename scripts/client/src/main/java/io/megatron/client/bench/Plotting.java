package io.megatron.client.bench;

import io.megatron.client.charts.ThroughputPicture;
import io.megatron.client.charts.ThroughputPicture.Point;
import io.megatron.client.charts.ThroughputPicture.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws what came out, throughput and latency over what was asked. */
final class Plotting {
    private static final int WIDTH_PIXELS = 1_280;

    private final Path folder;
    private final BenchSettings settings;

    Plotting(Path folder, BenchSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** The files; one for what was measured with callers, and one for what came at rates. */
    List<Path> draw(List<CaseResult> results) {
        List<Point> callers = new ArrayList<>();
        List<Point> rates = new ArrayList<>();
        for (CaseResult result : results) {
            switch (result) {
                case TradingResult trading -> callers.add(point(trading));
                case OpenResult open -> rates.add(point(open));
                default -> {
                    // Others are measured once, which makes no line.
                }
            }
        }
        List<Path> files = new ArrayList<>();
        draw("callers.png", "Callers who each wait for an answer", "Callers", callers, files);
        draw("rates.png", "Trades that come at a rate", "Trades due a second", rates, files);
        return files;
    }

    private static Point point(TradingResult trading) {
        return new Point(
                trading.name(),
                trading.callers(),
                trading.tradesPerSecond(),
                trading.p50Millis(),
                trading.p99Millis());
    }

    private static Point point(OpenResult open) {
        return new Point(
                open.name(),
                open.due(),
                open.tradesPerSecond(),
                open.p50Millis(),
                open.p99Millis());
    }

    private void draw(
            String name, String title, String asked, List<Point> points, List<Path> files) {
        if (points.isEmpty()) {
            return;
        }
        Path file = folder.resolve(name);
        String how =
                "%d s each after %d s of warm-up, %d users; server, Postgres and client share %d cores"
                        .formatted(
                                settings.measured().toSeconds(),
                                settings.warmUp().toSeconds(),
                                settings.users(),
                                Runtime.getRuntime().availableProcessors());
        ThroughputPicture.draw(file, new Words(title, how, asked), points, WIDTH_PIXELS);
        files.add(file);
    }
}
