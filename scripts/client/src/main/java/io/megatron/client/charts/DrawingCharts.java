package io.megatron.client.charts;

import io.megatron.assets.v1.Asset;
import io.megatron.client.ClientException;
import io.megatron.client.charts.ReadingPrices.Span;
import io.megatron.client.connection.Connection;
import io.megatron.pricing.v1.Candle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.JFreeChart;

/**
 * Draws an asset's curve, price and candles into a folder. All it knows it asks the exchange for.
 */
public final class DrawingCharts {
    private static final int MOST_CANDLES = 1_000;
    private static final int FEW_CANDLES = 120;

    private final ReadingPrices reading;
    private final Path folder;
    private final int widthPixels;

    /**
     * Draws into a folder.
     *
     * @param folder is made if it is not there
     */
    public DrawingCharts(Connection connection, String token, Path folder, int widthPixels) {
        // There may be no screen, and none is needed.
        System.setProperty("java.awt.headless", "true");
        reading = new ReadingPrices(connection, token);
        this.folder = folder;
        this.widthPixels = widthPixels;
    }

    /** Draws all three, with candles that suit the time they show; answers the files. */
    public List<Path> draw(String idOrSymbol) {
        return draw(idOrSymbol, Optional.empty(), Span.ALL);
    }

    List<Path> draw(String idOrSymbol, Optional<Interval> wanted, Span span) {
        Asset asset = reading.asset(idOrSymbol);
        List<Path> files = new ArrayList<>();
        files.add(save(asset, "curve", CurvePicture.of(asset)));
        Shown prices = shortest(asset, span, MOST_CANDLES);
        if (!prices.candles().isEmpty()) {
            files.add(
                    save(
                            asset,
                            "price",
                            PricePicture.of(asset, prices.interval(), prices.candles())));
            Shown candles =
                    wanted.map(interval -> wanted(asset, interval, span))
                            .orElseGet(() -> shortest(asset, span, FEW_CANDLES));
            files.add(
                    save(
                            asset,
                            "candles-" + candles.interval().code(),
                            CandlePicture.of(asset, candles.interval(), candles.candles())));
        }
        return files;
    }

    private record Shown(Interval interval, List<Candle> candles) {}

    /** Candles of the shortest interval of which there are not too many. */
    private Shown shortest(Asset asset, Span span, int most) {
        for (Interval interval : Interval.values()) {
            Optional<List<Candle>> candles = reading.candles(asset, interval, span, most);
            if (candles.isPresent()) {
                return new Shown(interval, candles.get());
            }
        }
        throw tooMany(Interval.ONE_WEEK);
    }

    private Shown wanted(Asset asset, Interval interval, Span span) {
        return new Shown(
                interval,
                reading.candles(asset, interval, span, MOST_CANDLES)
                        .orElseThrow(() -> tooMany(interval)));
    }

    private static ClientException tooMany(Interval interval) {
        return new ClientException(
                "there are more than %d candles of %s; a longer --interval, --from or --to shows fewer"
                        .formatted(MOST_CANDLES, interval.code()));
    }

    private Path save(Asset asset, String what, JFreeChart chart) {
        String name = asset.getSymbol().toLowerCase(Locale.ROOT) + "-" + what + ".png";
        Path file = folder.resolve(name).toAbsolutePath().normalize();
        Pictures.save(file, chart, widthPixels);
        return file;
    }
}
