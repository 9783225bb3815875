package io.megatron.client.charts;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Throughput, and below it latency, over what is asked of a server, or over time. */
public final class ThroughputPicture {
    private static final int RATES = 3;
    private static final int LATENCIES = 2;
    private static final double GAP = 14;
    private static final List<Color> COLORS = List.of(Look.LINE, Look.MARK, Look.UP, Look.DOWN);

    private ThroughputPicture() {}

    /**
     * What came out once.
     *
     * @param series points of one series are joined by a line
     * @param asked callers, trades due a second, or since when
     */
    public record Point(
            String series, double asked, double perSecond, double p50Millis, double p99Millis) {}

    /**
     * What it says above and beside the picture.
     *
     * @param asked what is asked of the server, or for how long, in which unit
     */
    public record Words(String title, String subtitle, String asked, Scale scale) {}

    /** Whether what is twice as much is as far away wherever it is. */
    public enum Scale {
        LOGARITHMIC,
        LINEAR
    }

    /**
     * Draws it into a file.
     *
     * @param points at least one; what is asked is above zero
     */
    public static void draw(Path file, Words words, List<Point> points, int widthPixels) {
        System.setProperty("java.awt.headless", "true");
        Pictures.save(file, of(words, points), widthPixels);
    }

    static JFreeChart of(Words words, List<Point> points) {
        List<String> names = points.stream().map(Point::series).distinct().toList();
        NumberAxis rates = Look.numbers("Trades a second", "#,##0");
        rates.setAutoRangeIncludesZero(true);
        XYPlot above = plot(rates, names.size());
        above.setDataset(lines(points, names, "", Point::perSecond));
        XYPlot below = plot(logarithmic("Latency (ms): p50, dashed p99"), names.size());
        below.setDataset(0, lines(points, names, " p50", Point::p50Millis));
        below.setDataset(1, lines(points, names, " p99", Point::p99Millis));
        below.setRenderer(1, renderer(names.size(), true));
        CombinedDomainXYPlot both = new CombinedDomainXYPlot(asked(words));
        both.setGap(GAP);
        both.add(above, RATES);
        both.add(below, LATENCIES);
        JFreeChart chart = Look.chart(words.title(), words.subtitle(), Look.styled(both));
        LegendTitle legend = new LegendTitle(above);
        legend.setItemFont(Look.LABEL);
        legend.setPosition(RectangleEdge.TOP);
        chart.addLegend(legend);
        return chart;
    }

    private static ValueAxis asked(Words words) {
        return switch (words.scale()) {
            case LOGARITHMIC -> logarithmic(words.asked());
            case LINEAR -> Look.numbers(words.asked(), "#,##0.##");
        };
    }

    private static ValueAxis logarithmic(String label) {
        LogAxis axis = Look.styled(new LogAxis(label));
        axis.setBase(2);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(Look.format("#,##0.##"));
        return axis;
    }

    private static XYPlot plot(ValueAxis values, int series) {
        return Look.styled(new XYPlot(null, null, values, renderer(series, false)));
    }

    private static XYLineAndShapeRenderer renderer(int series, boolean dashed) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        for (int i = 0; i < series; i++) {
            renderer.setSeriesPaint(i, COLORS.get(i % COLORS.size()));
            renderer.setSeriesStroke(i, dashed ? Look.DASHED : Look.SOLID);
        }
        return renderer;
    }

    private static XYSeriesCollection lines(
            List<Point> points, List<String> names, String what, ToDoubleFunction<Point> value) {
        XYSeriesCollection lines = new XYSeriesCollection();
        for (String name : names) {
            XYSeries line = new XYSeries(name + what);
            points.stream()
                    .filter(point -> point.series().equals(name))
                    .sorted(Comparator.comparingDouble(Point::asked))
                    .forEach(point -> line.add(point.asked(), value.applyAsDouble(point)));
            lines.addSeries(line);
        }
        return lines;
    }
}
