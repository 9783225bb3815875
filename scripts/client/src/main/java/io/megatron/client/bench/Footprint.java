package io.megatron.client.bench;

import java.util.OptionalLong;

/**
 * What an exchange takes at a moment.
 *
 * @param rssMb resident memory of the server, where it is known
 * @param heapMb what lived after the JVM's last full collection; NaN before the first
 * @param hotTables the tables whose rows trades update
 * @param databaseMb all of its tables, with what grows by every trade
 */
record Footprint(OptionalLong rssMb, double heapMb, HotTables hotTables, double databaseMb) {
    /**
     * Tables that do not grow with trades, so that what they grow by is bloat.
     *
     * @param megabytes with their indexes
     * @param deadRows that no vacuum has taken away yet
     */
    record HotTables(double megabytes, long deadRows) {}

    /** Memory for reckoning; NaN where it is not known. */
    double rss() {
        return rssMb.isPresent() ? rssMb.getAsLong() : Double.NaN;
    }
}
