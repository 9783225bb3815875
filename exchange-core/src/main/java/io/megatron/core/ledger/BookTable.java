package io.megatron.core.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table whose rows commands decide on: how a batch reads the rows it touches, and how it writes
 * those that changed. Each is one statement, whatever the number of rows.
 *
 * @param <K> the key of a row
 * @param <V> an immutable row
 */
public interface BookTable<K, V> {

    /**
     * The rows that exist under these keys: one query of a mapper and nothing else, since all
     * tables of a batch are asked together ({@link io.megatron.mapper.pipeline.AskingTogether}).
     */
    Map<K, V> load(Set<K> keys);

    /**
     * The same for rows that depend on the batch's book time, as sums over a window of time do.
     *
     * @param at the batch's book time
     */
    default Map<K, V> load(Set<K> keys, Instant at) {
        return load(keys);
    }

    /**
     * Whether nothing but the book ever writes these rows, so that a node may remember them from
     * one batch to the next; they have a {@link #keyFormat}. Not so for sums, and not for rows that
     * only one command ever needs.
     */
    default boolean isRemembered() {
        return false;
    }

    /**
     * How keys are told to other nodes, if these rows change only where a command puts another
     * under their key: then what a batch makes of them is known from what its commands have put, to
     * this node while it is still being written, and to the others by its keys. Empty for sums over
     * rows of other tables, and for rows that are never remembered and too few to be worth it.
     */
    default Optional<KeyFormat<K>> keyFormat() {
        return Optional.empty();
    }

    /** Whether these rows change only where a command puts another under their key. */
    default boolean changesByKeyOnly() {
        return keyFormat().isPresent();
    }

    /** A row that a batch has put, as the next batch would load it. */
    default V asLoaded(V row) {
        return row;
    }

    /** Writes the final state of the rows that a batch changed. */
    void persist(Changes<V> changes);

    /**
     * What a batch made of a table.
     *
     * @param inserted rows that did not exist before
     * @param updated rows that did
     * @param before the updated rows, in the same order, as they were before the batch
     * @param at the batch's book time
     */
    record Changes<V>(List<V> inserted, List<V> updated, List<V> before, Instant at) {
        public boolean isEmpty() {
            return inserted.isEmpty() && updated.isEmpty();
        }
    }
}
