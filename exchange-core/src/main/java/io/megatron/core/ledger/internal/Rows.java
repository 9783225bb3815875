package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table that a batch declared, in that order. A trade looks some thirty times into
 * them, so all that is known of a row lies in one place under its key.
 */
final class Rows<K, V> {
    private final Map<K, Row<V>> rows = new LinkedHashMap<>();
    private final List<K> unasked = new ArrayList<>();

    /** A row before the batch, and as the commands so far leave it. */
    static final class Row<V> {
        private @Nullable V before;
        private @Nullable V after;
        private boolean believed;
        private boolean certain;

        @Nullable V now() {
            return after != null ? after : before;
        }
    }

    void declare(K key) {
        if (rows.putIfAbsent(key, new Row<>()) == null) {
            unasked.add(key);
        }
    }

    /** The row under a declared key, whether there is one in the table or not. */
    @Nullable Row<V> of(K key) {
        return rows.get(key);
    }

    /**
     * Believes the remembered rows; what are left to load are the other keys.
     *
     * @param underLock whether those are loaded under the book's lock, so that they are certain
     */
    Set<K> believe(Map<K, V> remembered, boolean underLock) {
        Set<K> unknown = new HashSet<>();
        for (K key : unasked) {
            V value = remembered.get(key);
            if (value == null) {
                unknown.add(key);
                declared(key).certain = underLock;
            } else {
                begin(key, value, true);
            }
        }
        unasked.clear();
        return unknown;
    }

    /** Takes over what was loaded; a table of a few rows answers with all of them. */
    void found(Map<K, V> loaded) {
        loaded.forEach(
                (key, value) -> {
                    if (rows.containsKey(key)) {
                        begin(key, value, false);
                    }
                });
    }

    private void begin(K key, V value, boolean believed) {
        Row<V> row = declared(key);
        row.before = value;
        row.believed = believed;
    }

    private Row<V> declared(K key) {
        return Objects.requireNonNull(rows.get(key));
    }

    /** Has all asked for again that was not loaded under the book's lock. */
    void doubt() {
        rows.forEach(this::doubt);
    }

    /** The same of those rows that others have changed. */
    void doubt(Set<?> changed) {
        rows.forEach(
                (key, row) -> {
                    if (changed.contains(key)) {
                        doubt(key, row);
                    }
                });
    }

    private void doubt(K key, Row<V> row) {
        if (!row.certain) {
            row.before = null;
            row.believed = false;
            unasked.add(key);
        }
    }

    /** Has all asked for again, certain or not, since it is about another time. */
    void outdate() {
        rows.forEach((key, row) -> row.certain = false);
        doubt();
    }

    void write(K key, V value) {
        declared(key).after = value;
    }

    /** The keys of the rows that commands put. */
    Set<K> changed() {
        Set<K> changed = new HashSet<>();
        rows.forEach(
                (key, row) -> {
                    if (row.after != null) {
                        changed.add(key);
                    }
                });
        return changed;
    }

    /** The rows that commands put, as the next batch finds them. */
    Map<K, V> written(UnaryOperator<V> asLoaded) {
        Map<K, V> written = new LinkedHashMap<>();
        rows.forEach(
                (key, row) -> {
                    if (row.after != null) {
                        written.put(key, asLoaded.apply(row.after));
                    }
                });
        return written;
    }

    /** Leaves the rows to whoever keeps them, who has those that were believed already. */
    void leave(Map<K, V> kept, UnaryOperator<V> asLoaded) {
        rows.forEach(
                (key, row) -> {
                    if (row.after != null) {
                        kept.put(key, asLoaded.apply(row.after));
                    } else if (row.before != null && !row.believed) {
                        kept.put(key, row.before);
                    }
                });
    }

    /** What there is to write. */
    BookTable.Changes<V> changes(Instant at) {
        List<V> inserted = new ArrayList<>();
        List<V> updated = new ArrayList<>();
        List<V> before = new ArrayList<>();
        for (Row<V> row : rows.values()) {
            if (row.after != null && row.before != null) {
                updated.add(row.after);
                before.add(row.before);
            } else if (row.after != null) {
                inserted.add(row.after);
            }
        }
        return new BookTable.Changes<>(inserted, updated, before, at);
    }
}
