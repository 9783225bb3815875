package io.megatron.client.bench;

import io.megatron.client.text.Figures;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** A line of the table: what a case has no word for stays empty. */
final class Row {
    /** What a case may have a word for, in the order of the table. */
    enum Column {
        CASE("case"),
        CALLERS("callers"),
        DUE("due a second"),
        AFTER("after s"),
        PER_SECOND("a second"),
        OF_LIMIT("of limit"),
        OF_ONE_TX("of one tx"),
        OF_ALONE("of alone"),
        OF_CHAIN("of chain"),
        P50("p50 ms"),
        P99("p99 ms"),
        P999("p99.9 ms"),
        P99_OF_ALONE("p99 of alone"),
        P50_OF_BARE("p50 of bare"),
        FAILED("failed"),
        ABORTS("aborts"),
        RECONCILED("reconciled"),
        BATCH("batch"),
        WRITE("write ms"),
        RSS("server RSS MB"),
        HEAP("live heap MB"),
        HOT_TABLES("hot tables MB"),
        DEAD_ROWS("dead rows"),
        DATABASE("database MB"),
        MOST_GROWTH("most growth");

        private final String heading;

        Column(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }

        boolean isWords() {
            return this == CASE || this == RECONCILED;
        }
    }

    private static final String UNKNOWN = "-";

    private final Map<Column, String> cells = new EnumMap<>(Column.class);

    private Row() {}

    static Row of(String name, double perSecond) {
        return new Row().cell(Column.CASE, name).figure(Column.PER_SECOND, perSecond, 0);
    }

    /** A dash where it is NaN. */
    Row figure(Column column, double value, int digits) {
        return cell(column, Figures.orDash(value, digits));
    }

    /** Nothing where it is NaN. */
    Row known(Column column, double value, int digits) {
        return Double.isNaN(value) ? this : figure(column, value, digits);
    }

    Row count(Column column, long value) {
        return cell(column, Long.toString(value));
    }

    Row reconciled(Reconciled reconciled) {
        return cell(Column.RECONCILED, reconciled.text());
    }

    Row megabytes(OptionalLong value) {
        return cell(Column.RSS, value.isPresent() ? Long.toString(value.getAsLong()) : UNKNOWN);
    }

    private Row cell(Column column, String text) {
        cells.put(column, text);
        return this;
    }

    boolean has(Column column) {
        return cells.containsKey(column);
    }

    String text(Column column) {
        return cells.getOrDefault(column, "");
    }

    @Override
    public String toString() {
        return String.join(" ", Arrays.stream(Column.values()).map(this::text).toList());
    }
}
