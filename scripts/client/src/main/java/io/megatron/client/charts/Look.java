package io.megatron.client.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Stroke;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.TimeZone;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;

/** How all pictures look, so that they can be read side by side. */
final class Look {
    static final Color LINE = new Color(0x1F, 0x5A, 0x96);
    static final Color AREA = new Color(0x1F, 0x5A, 0x96, 48);
    static final Color UP = new Color(0x2A, 0x8C, 0x4A);
    static final Color DOWN = new Color(0xC0, 0x39, 0x2B);
    static final Color MARK = new Color(0xC0, 0x6A, 0x00);
    static final Stroke SOLID = new BasicStroke(2f);
    static final Stroke DASHED =
            new BasicStroke(
                    1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {6, 4}, 0);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

    private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
    private static final Color TEXT = new Color(0x33, 0x33, 0x33);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 22);
    private static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final RectangleInsets MARGIN = new RectangleInsets(14, 14, 14, 24);

    private Look() {}

    static NumberAxis numbers(String label, String format) {
        NumberAxis axis = new NumberAxis(label);
        axis.setNumberFormatOverride(format(format));
        axis.setAutoRangeIncludesZero(false);
        return styled(axis);
    }

    static NumberFormat format(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    static DateAxis times() {
        return styled(new DateAxis("Time (UTC)", TimeZone.getTimeZone("UTC"), Locale.UK));
    }

    static <A extends ValueAxis> A styled(A axis) {
        axis.setLabelFont(LABEL);
        axis.setTickLabelFont(TICK);
        axis.setLabelPaint(TEXT);
        axis.setTickLabelPaint(TEXT);
        return axis;
    }

    static <P extends XYPlot> P styled(P plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1f));
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        plot.setOutlineVisible(false);
        return plot;
    }

    static JFreeChart chart(String title, String subtitle, XYPlot plot) {
        JFreeChart chart = new JFreeChart(title, TITLE, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(MARGIN);
        chart.getTitle().setPaint(TEXT);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        TextTitle second = new TextTitle(subtitle, LABEL);
        second.setPaint(TEXT);
        second.setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.addSubtitle(second);
        chart.setTextAntiAlias(true);
        return chart;
    }
}
