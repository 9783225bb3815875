package io.megatron.client.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.megatron.assets.v1.Asset;
import io.megatron.pricing.v1.Candle;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pictures are drawn without a screen, and show what they are given. */
class PicturesTest {
    private static final Asset RAIN =
            Asset.newBuilder()
                    .setSymbol("RAIN")
                    .setName("Rain in Bergen")
                    .setBasePrice("1")
                    .setSlope("0.01")
                    .setSupply("150")
                    .setReserve("262.5")
                    .setPrice("2.5")
                    .build();
    private static final Candle RISES = candle(0, "1", "2.6", "1", "2", "100", false);
    private static final Candle FALLS = candle(60, "2", "2", "1.2", "1.4", "60", false);
    private static final Candle FLAT = candle(120, "1.4", "1.4", "1.4", "1.4", "0", true);

    @BeforeAll
    static void withoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void the_curve_shows_the_reserve_as_far_as_the_supply_goes() {
        BufferedImage picture = image(CurvePicture.of(RAIN));

        assertThat(pixels(picture, Look.LINE)).isPositive();
        assertThat(pixels(picture, Look.MARK)).isPositive();
        int shaded = shaded(picture);
        BufferedImage unsold =
                image(CurvePicture.of(RAIN.toBuilder().setSupply("0").setReserve("0").build()));
        assertThat(shaded).isGreaterThan(10_000);
        assertThat(shaded(unsold)).isLessThan(shaded / 10);
    }

    @Test
    void candles_that_rise_are_green_and_those_that_fall_red() {
        BufferedImage rises = candles(RISES);
        BufferedImage falls = candles(FALLS);
        BufferedImage both = candles(RISES, FALLS, FLAT);

        assertThat(pixels(rises, Look.UP)).isPositive();
        assertThat(pixels(rises, Look.DOWN)).isZero();
        assertThat(pixels(falls, Look.UP)).isZero();
        assertThat(pixels(falls, Look.DOWN)).isPositive();
        assertThat(pixels(both, Look.UP)).isPositive();
        assertThat(pixels(both, Look.DOWN)).isPositive();
    }

    @Test
    void throughput_is_a_line_of_its_own_colour_for_each_series() {
        ThroughputPicture.Words words =
                new ThroughputPicture.Words(
                        "Trades",
                        "on this machine",
                        "Callers",
                        ThroughputPicture.Scale.LOGARITHMIC);
        List<ThroughputPicture.Point> hot =
                List.of(
                        new ThroughputPicture.Point("hot", 1, 300, 3, 5),
                        new ThroughputPicture.Point("hot", 64, 4_800, 12, 30));
        List<ThroughputPicture.Point> both =
                List.of(
                        hot.getFirst(),
                        hot.getLast(),
                        new ThroughputPicture.Point("zipf", 1, 280, 3, 5),
                        new ThroughputPicture.Point("zipf", 64, 3_900, 15, 40));

        BufferedImage one = image(ThroughputPicture.of(words, hot));

        assertThat(pixels(one, Look.LINE)).isGreaterThan(500);
        assertThat(pixels(one, Look.MARK)).isZero();
        assertThat(pixels(image(ThroughputPicture.of(words, both)), Look.MARK)).isGreaterThan(500);
    }

    @Test
    void the_price_is_a_line_above_the_base_price() {
        BufferedImage picture =
                image(PricePicture.of(RAIN, Interval.ONE_MINUTE, List.of(RISES, FALLS, FLAT)));

        assertThat(pixels(picture, Look.LINE)).isGreaterThan(500);
        assertThat(pixels(picture, Look.MARK)).isPositive();
    }

    private static BufferedImage candles(Candle... candles) {
        return image(CandlePicture.of(RAIN, Interval.ONE_MINUTE, List.of(candles)));
    }

    private static BufferedImage image(JFreeChart chart) {
        return chart.createBufferedImage(1_200, 675);
    }

    private static int pixels(BufferedImage image, Color color) {
        int pixels = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) == color.getRGB()) {
                    pixels++;
                }
            }
        }
        return pixels;
    }

    /** The reserve's colour as it looks on white. */
    private static int shaded(BufferedImage image) {
        double cover = Look.AREA.getAlpha() / 255.0;
        return pixels(
                image,
                new Color(
                        onWhite(Look.AREA.getRed(), cover),
                        onWhite(Look.AREA.getGreen(), cover),
                        onWhite(Look.AREA.getBlue(), cover)));
    }

    private static int onWhite(int colour, double cover) {
        return (int) Math.round(255 + (colour - 255) * cover);
    }

    private static Candle candle(
            int second,
            String open,
            String high,
            String low,
            String close,
            String volume,
            boolean synthetic) {
        return Candle.newBuilder()
                .setStartTime(Timestamp.newBuilder().setSeconds(second))
                .setEndTime(Timestamp.newBuilder().setSeconds(second + 60))
                .setOpen(open)
                .setHigh(high)
                .setLow(low)
                .setClose(close)
                .setVolume(volume)
                .setTrades(synthetic ? 0 : 3)
                .setSynthetic(synthetic)
                .build();
    }
}
