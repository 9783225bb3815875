package io.megatron.client.charts;

import io.megatron.client.ClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;

/** Pictures as files. */
final class Pictures {
    private Pictures() {}

    /** Writes a PNG of nine to sixteen, into a folder that is made if it is not there. */
    static void save(Path file, JFreeChart chart, int widthPixels) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ChartUtils.saveChartAsPNG(file.toFile(), chart, widthPixels, widthPixels * 9 / 16);
        } catch (IOException e) {
            throw new ClientException("cannot write " + file, e);
        }
    }
}
