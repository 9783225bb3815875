package io.megatron.client.charts;

import io.megatron.assets.v1.Asset;
import io.megatron.pricing.v1.Candle;
import java.awt.Color;
import java.awt.Paint;
import java.util.Date;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.CandlestickRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.DefaultOHLCDataset;
import org.jfree.data.xy.OHLCDataItem;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** An asset's candles, and below them its volume. */
final class CandlePicture {
    private static final int PRICES = 3;
    private static final int VOLUMES = 1;
    private static final double WIDE = 0.7;
    private static final double GAP = 14;

    private CandlePicture() {}

    /**
     * Draws them.
     *
     * @param candles at least one, in the order of time
     */
    static JFreeChart of(Asset asset, Interval interval, List<Candle> candles) {
        DateAxis times = Look.times();
        long half = interval.length().toMillis() / 2;
        times.setRange(
                (double) PricePicture.millis(candles.getFirst().getStartTime()) - half,
                (double) PricePicture.millis(candles.getLast().getEndTime()) + half);
        CombinedDomainXYPlot both = Look.styled(new CombinedDomainXYPlot(times));
        both.setGap(GAP);
        both.add(prices(interval, candles), PRICES);
        both.add(volumes(interval, candles), VOLUMES);
        return Look.chart(
                "%s: candles of %s".formatted(asset.getSymbol(), interval.code()),
                "%s. Green rises, red falls; the last one may still run. Volume is the cost of buys"
                                .formatted(asset.getName())
                        + " and the gross of sells",
                both);
    }

    private static XYPlot prices(Interval interval, List<Candle> candles) {
        CandlestickRenderer renderer = new ColouredCandles();
        renderer.setAutoWidthMethod(CandlestickRenderer.WIDTHMETHOD_AVERAGE);
        renderer.setAutoWidthFactor(WIDE);
        renderer.setMaxCandleWidthInMilliseconds(WIDE * interval.length().toMillis());
        renderer.setDrawVolume(false);
        renderer.setUpPaint(Look.UP);
        renderer.setDownPaint(Look.DOWN);
        NumberAxis axis = Look.numbers("Price (USDC per share)", "#,##0.00####");
        return Look.styled(new XYPlot(dataset(interval, candles), null, axis, renderer));
    }

    /** The library counts time in its own old-fashioned dates. */
    @SuppressWarnings("JavaUtilDate")
    private static DefaultOHLCDataset dataset(Interval interval, List<Candle> candles) {
        return new DefaultOHLCDataset(
                "candles",
                candles.stream()
                        .map(
                                candle ->
                                        new OHLCDataItem(
                                                new Date(middle(interval, candle)),
                                                PricePicture.price(candle.getOpen()),
                                                PricePicture.price(candle.getHigh()),
                                                PricePicture.price(candle.getLow()),
                                                PricePicture.price(candle.getClose()),
                                                PricePicture.price(candle.getVolume())))
                        .toArray(OHLCDataItem[]::new));
    }

    private static XYPlot volumes(Interval interval, List<Candle> candles) {
        XYSeries series = new XYSeries("volume");
        candles.forEach(
                candle ->
                        series.add(
                                (double) middle(interval, candle),
                                PricePicture.price(candle.getVolume())));
        XYBarRenderer bars = new XYBarRenderer();
        bars.setBarPainter(new StandardXYBarPainter());
        bars.setShadowVisible(false);
        bars.setSeriesPaint(0, Look.LINE);
        NumberAxis axis = Look.numbers("Volume (USDC)", "#,##0.##");
        axis.setAutoRangeIncludesZero(true);
        XYBarDataset wide =
                new XYBarDataset(
                        new XYSeriesCollection(series), WIDE * interval.length().toMillis());
        return Look.styled(new XYPlot(wide, null, axis, bars));
    }

    private static long middle(Interval interval, Candle candle) {
        return PricePicture.millis(candle.getStartTime()) + interval.length().toMillis() / 2;
    }

    /** Draws wicks in the colour of their candles. */
    private static final class ColouredCandles extends CandlestickRenderer {
        @Override
        public Paint getItemPaint(int row, int column) {
            if (!(getPlot().getDataset() instanceof DefaultOHLCDataset candles)) {
                return Color.BLACK;
            }
            boolean falls = candles.getCloseValue(row, column) < candles.getOpenValue(row, column);
            return falls ? getDownPaint() : getUpPaint();
        }
    }
}
