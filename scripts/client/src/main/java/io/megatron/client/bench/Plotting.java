package io.megatron.client.bench;

import io.megatron.client.charts.ThroughputPicture;
import io.megatron.client.charts.ThroughputPicture.Point;
import io.megatron.client.charts.ThroughputPicture.Scale;
import io.megatron.client.charts.ThroughputPicture.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws what came out, throughput and latency over what was asked, or over time. */
final class Plotting {
    private static final int WIDTH_PIXELS = 1_280;
    private static final double SECONDS_PER_MINUTE = 60;

    private final Path folder;
    private final BenchSettings settings;

    Plotting(Path folder, BenchSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * The files; one for what was measured with callers, one for what came at rates, one for a
     * soak.
     */
    List<Path> draw(List<CaseResult> results) {
        List<Point> callers = new ArrayList<>();
        List<Point> rates = new ArrayList<>();
        List<Point> minutes = new ArrayList<>();
        for (CaseResult result : results) {
            switch (result) {
                case TradingResult trading -> callers.add(point(trading));
                case OpenResult open -> rates.add(point(open));
                case SoakStretch stretch -> minutes.add(point(stretch));
                default -> {
                    // Others are measured once, which makes no line.
                }
            }
        }
        List<Path> files = new ArrayList<>();
        String each =
                "%d s each after %d s"
                        .formatted(settings.measured().toSeconds(), settings.warmUp().toSeconds());
        draw(
                "callers.png",
                new Words(
                        "Callers who each wait for an answer",
                        how(each),
                        "Callers",
                        Scale.LOGARITHMIC),
                callers,
                files);
        draw(
                "rates.png",
                new Words(
                        "Trades that come at a rate",
                        how(each),
                        "Trades due a second",
                        Scale.LOGARITHMIC),
                rates,
                files);
        draw(
                "soak.png",
                new Words(
                        "Trades that come for long, well below the peak",
                        how(
                                "%d minutes after %d s"
                                        .formatted(
                                                settings.soak().toMinutes(),
                                                settings.warmUp().toSeconds())),
                        "Minutes",
                        Scale.LINEAR),
                minutes,
                files);
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

    private static Point point(SoakStretch stretch) {
        return new Point(
                Case.SOAK.word(),
                stretch.seconds() / SECONDS_PER_MINUTE,
                stretch.tradesPerSecond(),
                stretch.p50Millis(),
                stretch.p99Millis());
    }

    private String how(String measured) {
        return "%s of warm-up, %d users; server, Postgres and client share %d cores"
                .formatted(measured, settings.users(), Runtime.getRuntime().availableProcessors());
    }

    private void draw(String name, Words words, List<Point> points, List<Path> files) {
        if (points.isEmpty()) {
            return;
        }
        Path file = folder.resolve(name);
        ThroughputPicture.draw(file, words, points, WIDTH_PIXELS);
        files.add(file);
    }
}
