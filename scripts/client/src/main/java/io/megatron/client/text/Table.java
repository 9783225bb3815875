package io.megatron.client.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows under headings, as wide as they need to be. Figures stand to the right, so that their digits
 * stand one below the other, and words to the left.
 */
public final class Table {
    private static final String GAP = "  ";

    /** Where a column's cells stand. */
    private enum Side {
        LEFT,
        RIGHT
    }

    private final List<String> headings = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public Table words(String... names) {
        return columns(Side.LEFT, names);
    }

    public Table figures(String... names) {
        return columns(Side.RIGHT, names);
    }

    private Table columns(Side side, String... names) {
        for (String name : names) {
            headings.add(name);
            sides.add(side);
        }
        return this;
    }

    public Table row(Object... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    "%d cells for %d columns".formatted(cells.length, headings.size()));
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** The lines, indented by so many blanks and without any at their ends. */
    public String indentedBy(int blanks) {
        int[] widths = new int[headings.size()];
        measure(widths, headings);
        rows.forEach(row -> measure(widths, row));
        StringBuilder text = new StringBuilder();
        append(text, blanks, widths, headings);
        rows.forEach(row -> append(text, blanks, widths, row));
        return text.toString();
    }

    private static void measure(int[] widths, List<String> cells) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], cells.get(column).length());
        }
    }

    private void append(StringBuilder text, int blanks, int[] widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(widths[column] - cells.get(column).length());
            String cell = cells.get(column);
            line.append(sides.get(column) == Side.RIGHT ? padding + cell : cell + padding);
            line.append(GAP);
        }
        text.append(" ".repeat(blanks)).append(line.toString().stripTrailing()).append('\n');
    }

    @Override
    public String toString() {
        return indentedBy(0);
    }
}
