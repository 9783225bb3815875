package io.megatron.client.charts;

import io.megatron.assets.v1.Asset;
import java.awt.Font;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYPointerAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The curve of an asset: its price at every supply, where it stands now, and its reserve. */
final class CurvePicture {
    private static final double LEAST_SUPPLY = 100;
    private static final double BEYOND = 1.6;
    private static final double TO_THE_UPPER_LEFT = Math.PI * 1.25;

    private CurvePicture() {}

    static JFreeChart of(Asset asset) {
        double supply = Double.parseDouble(asset.getSupply());
        double base = Double.parseDouble(asset.getBasePrice());
        double slope = Double.parseDouble(asset.getSlope());
        double most = Math.max(LEAST_SUPPLY, supply * BEYOND);
        NumberAxis shares = Look.numbers("Supply (shares outstanding)", "#,##0.##");
        shares.setRange(0, most);
        NumberAxis prices = Look.numbers("Marginal price (USDC per share)", "#,##0.00####");
        prices.setRange(0, (base + slope * most) * 1.08);
        XYPlot plot = Look.styled(new XYPlot(null, shares, prices, null));
        XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
        line.setSeriesPaint(0, Look.LINE);
        line.setSeriesStroke(0, Look.SOLID);
        plot.setDataset(0, line("price", base, slope, 0, most));
        plot.setRenderer(0, line);
        XYAreaRenderer area = new XYAreaRenderer(XYAreaRenderer.AREA);
        area.setSeriesPaint(0, Look.AREA);
        plot.setDataset(1, line("reserve", base, slope, 0, supply));
        plot.setRenderer(1, area);
        mark(plot, asset, supply, base + slope * supply);
        return Look.chart(
                "%s: the bonding curve".formatted(asset.getSymbol()),
                "%s. Price = %s + %s × supply; the shaded area is the reserve, %s USDC"
                        .formatted(
                                asset.getName(),
                                asset.getBasePrice(),
                                asset.getSlope(),
                                asset.getReserve()),
                plot);
    }

    private static void mark(XYPlot plot, Asset asset, double supply, double price) {
        ValueMarker now = new ValueMarker(supply);
        now.setPaint(Look.MARK);
        now.setStroke(Look.DASHED);
        now.setAlpha(1f);
        plot.addDomainMarker(now);
        XYPointerAnnotation here =
                new XYPointerAnnotation(
                        "now: %s shares at %s USDC".formatted(asset.getSupply(), asset.getPrice()),
                        supply,
                        price,
                        TO_THE_UPPER_LEFT);
        here.setFont(Look.LABEL.deriveFont(Font.BOLD));
        here.setPaint(Look.MARK);
        here.setArrowPaint(Look.MARK);
        here.setTextAnchor(TextAnchor.BOTTOM_RIGHT);
        here.setTipRadius(4);
        here.setBaseRadius(40);
        plot.addAnnotation(here);
    }

    private static XYSeriesCollection line(
            String name, double base, double slope, double from, double to) {
        XYSeries series = new XYSeries(name);
        series.add(from, base + slope * from);
        series.add(to, base + slope * to);
        return new XYSeriesCollection(series);
    }
}
