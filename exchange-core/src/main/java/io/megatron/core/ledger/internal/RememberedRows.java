package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.ledger.BookState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of the book as this node's last batch left them. They are the tables' rows for as long
 * as nobody else has written a batch, which the number of the last one tells under the book's lock;
 * so a batch loads the rest and believes these, or loads everything if they turn out to be old.
 *
 * <p>Of the writing thread only. What is not here may still exist: only rows are remembered, never
 * that there was none.
 */
final class RememberedRows {
    private static final int ROWS_PER_TABLE = 20_000;

    private final Map<BookTable<?, ?>, Map<?, ?>> tables = new HashMap<>();
    private long batch = -1;
    private boolean heldLast;

    /**
     * The remembered rows of a table; none while others keep writing, since it would be in vain.
     */
    @SuppressWarnings("unchecked") // a table's rows are only ever filed under that table
    <K, V> Map<K, V> of(BookTable<K, V> table) {
        return heldLast ? (Map<K, V>) tables.getOrDefault(table, Map.of()) : Map.of();
    }

    /**
     * Compares them with where the book was found.
     *
     * @return whether what {@link #of} gave is what the tables hold
     */
    boolean hold(BookState found) {
        boolean asGiven = !heldLast || found.lastBatch() == batch;
        heldLast = found.lastBatch() == batch;
        if (!heldLast) {
            tables.clear();
            batch = found.lastBatch();
        }
        return asGiven;
    }

    /** Takes over a row as it stands after a committed batch. */
    @SuppressWarnings("unchecked") // as above
    <K, V> void keep(BookTable<K, V> table, Map<K, V> rows) {
        Map<K, V> kept = (Map<K, V>) tables.computeIfAbsent(table, ignored -> new Recent<K, V>());
        kept.putAll(rows);
    }

    /** The batch that was just committed is the last. */
    void committed(BookState state) {
        batch = state.lastBatch();
    }

    /** After a failure nothing is known: the database may be another, or an earlier one. */
    void forget() {
        tables.clear();
        batch = -1;
        heldLast = false;
    }

    /** Keeps the rows that were used last. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > ROWS_PER_TABLE;
        }
    }
}
