package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookSettings;
import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.ledger.BookState;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rows of the book as this node's last batch leaves them. They are the tables' rows for as long
 * as that batch is, or becomes, durable and nobody else has written one, which where the book
 * stands tells under its lock; so a batch loads the rest and believes these, or loads everything if
 * they turn out to be old.
 *
 * <p>Of the lane whose turn it is only. What is not here may still exist: only rows are remembered,
 * never that there was none.
 */
@Component
final class RememberedRows {
    private final int rowsPerTable;
    private final Map<BookTable<?, ?>, Map<?, ?>> tables = new HashMap<>();
    private @Nullable BookState state;
    private Fate last = Fate.past();
    private boolean heldLast;
    private boolean changedByKeyOnly;

    RememberedRows(BookSettings settings) {
        rowsPerTable = settings.rememberedRows();
    }

    /**
     * The remembered rows of a table; none while others keep writing, since it would be in vain.
     */
    @SuppressWarnings("unchecked") // a table's rows are only ever filed under that table
    <K, V> Map<K, V> of(BookTable<K, V> table) {
        return heldLast ? (Map<K, V>) tables.getOrDefault(table, Map.of()) : Map.of();
    }

    /** What becomes of the batch that left these rows. */
    Fate last() {
        return last;
    }

    /**
     * Where the book stands, or will once the last batch is durable, if that is what the next one
     * can be decided on: as long as nobody else writes, and after a batch that changed nothing but
     * rows that are known by key. The clock and the fee are read with the state, so after one that
     * sets them it has to be read again.
     */
    @Nullable BookState leadingOn() {
        return heldLast && changedByKeyOnly ? state : null;
    }

    /** Waits until the last batch has ended; what it leaves is forgotten if it failed. */
    void awaitLast() {
        if (!last.isSoonCommitted()) {
            forget();
        }
    }

    /**
     * Compares them with where the book was found.
     *
     * @return whether what {@link #of} gave is what the tables hold
     */
    boolean hold(BookState found) {
        boolean held = state != null && found.isOf(state);
        boolean asGiven = !heldLast || held;
        heldLast = held;
        if (!held) {
            tables.clear();
        }
        state = found;
        return asGiven;
    }

    /**
     * Where the rows of a table are put as a decided batch leaves them. There is room for all of
     * them: what the table itself says of such a row is wrong until the batch is durable, and the
     * next batch may load rows before that. Only what earlier batches left is forgotten to make
     * room, in the order in which it came.
     */
    @SuppressWarnings("unchecked") // as above
    <K, V> Map<K, V> keeping(BookTable<K, V> table) {
        Map<K, V> rows =
                (Map<K, V>) tables.computeIfAbsent(table, ignored -> new LinkedHashMap<K, V>());
        Iterator<K> oldest = rows.keySet().iterator();
        while (rows.size() > rowsPerTable) {
            oldest.next();
            oldest.remove();
        }
        return rows;
    }

    /** Has only these rows of a table remembered, and only for the next batch. */
    <K, V> void keepOnly(BookTable<K, V> table, Map<K, V> rows) {
        tables.put(table, rows);
    }

    /**
     * The batch that was just decided is the last.
     *
     * @param byKeyOnly whether all that it changed is known by key
     */
    void decided(BookState after, Fate fate, boolean byKeyOnly) {
        state = after;
        last = fate;
        changedByKeyOnly = byKeyOnly;
    }

    /** After a failure nothing is known: the database may be another, or an earlier one. */
    void forget() {
        tables.clear();
        state = null;
        heldLast = false;
    }
}
