package io.megatron.client.charts;

import com.google.protobuf.Timestamp;
import io.megatron.assets.v1.Asset;
import io.megatron.pricing.v1.Candle;
import java.awt.Color;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** How an asset's price has moved: the price at the end of each interval in which it was traded. */
final class PricePicture {
    private PricePicture() {}

    /**
     * Draws it.
     *
     * @param candles at least one, in the order of time
     */
    static JFreeChart of(Asset asset, Interval interval, List<Candle> candles) {
        XYSeries series = new XYSeries("price");
        series.add(
                (double) millis(candles.getFirst().getStartTime()),
                price(candles.getFirst().getOpen()));
        long trades = 0;
        for (Candle candle : candles) {
            trades += candle.getTrades();
            if (!candle.getSynthetic() || candle.getRunning()) {
                series.add((double) millis(candle.getEndTime()), price(candle.getClose()));
            }
        }
        NumberAxis prices = Look.numbers("Marginal price (USDC per share)", "#,##0.00####");
        XYStepRenderer steps = new XYStepRenderer();
        steps.setSeriesPaint(0, Look.LINE);
        steps.setSeriesStroke(0, Look.SOLID);
        XYPlot plot =
                Look.styled(
                        new XYPlot(new XYSeriesCollection(series), Look.times(), prices, steps));
        base(plot, asset);
        return Look.chart(
                "%s: the price".formatted(asset.getSymbol()),
                "%s. Marginal price after the trades of each %s, %,d trades; now %s USDC per share"
                        .formatted(asset.getName(), interval.code(), trades, asset.getPrice()),
                plot);
    }

    /** Where the asset began: the price that it cannot fall below. */
    private static void base(XYPlot plot, Asset asset) {
        ValueMarker base = new ValueMarker(price(asset.getBasePrice()));
        base.setPaint(Look.MARK);
        base.setStroke(Look.DASHED);
        base.setAlpha(1f);
        base.setLabel("base price " + asset.getBasePrice());
        base.setLabelFont(Look.LABEL);
        base.setLabelPaint(Look.MARK);
        base.setLabelBackgroundColor(Color.WHITE);
        base.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
        base.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
        plot.addRangeMarker(base);
    }

    static long millis(Timestamp time) {
        return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
    }

    static double price(String text) {
        return Double.parseDouble(text);
    }
}
