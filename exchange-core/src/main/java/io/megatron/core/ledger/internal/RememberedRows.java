package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookSettings;
import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.ledger.BatchChanges;
import io.megatron.mapper.ledger.BookState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rows of the book as this node's last batch leaves them. They are the tables' rows for as long
 * as that batch is, or becomes, durable and nobody else has written one, which where the book
 * stands tells under its lock; so a batch loads the rest and believes these. What others have
 * written since they tell ({@link OthersBatches}): those rows are loaded again, or all, where one
 * of the others has not told.
 *
 * <p>Of the lane whose turn it is only. What is not here may still exist: only rows are remembered,
 * never that there was none.
 */
@Component
final class RememberedRows {
    private static final long SHARED_NANOS = Duration.ofSeconds(10).toNanos();

    private final BookSettings settings;
    private final OthersBatches others;
    private final BookMetrics metrics;
    private final Map<BookTable<?, ?>, Map<?, ?>> tables = new HashMap<>();
    private @Nullable BookState state;
    private final Deque<Leaving> underWay = new ArrayDeque<>();
    private Fate last = Fate.past();
    private boolean alone;
    private boolean changedByKeyOnly;
    private long othersWroteAtNanos = System.nanoTime() - SHARED_NANOS;
    private @Nullable List<BatchChanges> told;
    private Map<BookTable<?, ?>, Set<?>> contested = Map.of();

    RememberedRows(BookSettings settings, OthersBatches others, BookMetrics metrics) {
        this.settings = settings;
        this.others = others;
        this.metrics = metrics;
    }

    /** Nothing, for whoever only looks and leaves nothing. */
    RememberedRows none() {
        return new RememberedRows(settings, others, metrics);
    }

    /** The remembered rows of a table. */
    @SuppressWarnings("unchecked") // a table's rows are only ever filed under that table
    <K, V> Map<K, V> of(BookTable<K, V> table) {
        return (Map<K, V>) tables.getOrDefault(table, Map.of());
    }

    /** What becomes of the batch that left these rows. */
    Fate last() {
        return last;
    }

    /** Whether nobody else had written when the last batch found the book. */
    boolean isAlone() {
        return alone;
    }

    /** Whether others have written lately, and are told therefore what this node changes. */
    boolean isShared() {
        return System.nanoTime() - othersWroteAtNanos < SHARED_NANOS;
    }

    /**
     * Whether others write as well, so that the lock will have to be waited for and rows are better
     * loaded before; those are of no use unless the others' batches since are known.
     */
    boolean isContended() {
        return !alone && state != null && isShared();
    }

    /**
     * Where the book stands, or will once the last batch is durable, if that is what the next one
     * can be decided on: as long as nobody else writes, and after a batch that changed nothing but
     * rows that are known by key. The clock and the fee are read with the state, so after one that
     * sets them it has to be read again.
     */
    @Nullable BookState leadingOn() {
        boolean holds = !last.hasEnded() || last.isCommitted();
        return alone && changedByKeyOnly && holds ? state : null;
    }

    /**
     * Waits until the last batch has ended. If it was decided in vain, what it left is taken back;
     * if it failed otherwise, nothing is known.
     */
    void awaitLast() {
        while (!last.isSoonCommitted()) {
            if (last.wasInVain() && isUnderWay(last)) {
                takeBack(last);
            } else {
                forget();
                last = Fate.past();
            }
        }
    }

    /**
     * What others have changed the last time, they are likely to have changed again, and these rows
     * are better asked for with the lock.
     *
     * @return the keys of rows that are forgotten now, by table
     */
    Map<BookTable<?, ?>, Set<?>> forgetContested() {
        contested.forEach(this::forget);
        return contested;
    }

    /**
     * What others have told since, if it is likely that they have written: a question to be asked
     * together with where the book stands, before these rows are compared with that.
     */
    Optional<Runnable> question() {
        BookState then = state;
        told = null;
        return then != null && isShared()
                ? Optional.of(() -> told = others.after(then))
                : Optional.empty();
    }

    /**
     * Compares them with where the book was found, and forgets what others have changed since.
     *
     * @return the keys of rows that were changed since, by table; empty if nobody knows
     */
    Optional<Map<BookTable<?, ?>, Set<?>>> hold(BookState found) {
        BookState then = state;
        alone = then != null && found.isOf(then);
        Optional<Map<BookTable<?, ?>, Set<?>>> changed =
                alone ? Optional.of(Map.of()) : changedSince(then, found);
        changed.ifPresentOrElse(keys -> keys.forEach(this::forget), tables::clear);
        contested = changed.orElse(Map.of());
        state = found;
        return changed;
    }

    private Optional<Map<BookTable<?, ?>, Set<?>>> changedSince(
            @Nullable BookState then, BookState now) {
        if (then == null) {
            return Optional.empty();
        }
        othersWroteAtNanos = System.nanoTime();
        Optional<Map<BookTable<?, ?>, Set<?>>> changed =
                others.changed(then, told == null ? others.after(then) : told, now);
        metrics.foundOthers(changed.isPresent());
        return changed;
    }

    private void forget(BookTable<?, ?> table, Set<?> keys) {
        Map<?, ?> rows = tables.get(table);
        if (rows != null) {
            rows.keySet().removeAll(keys);
        }
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
        while (rows.size() > settings.rememberedRows()) {
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
     * @param rows of the batch, which has the rows it leaves put here already
     */
    void decided(WorkingSet rows, Fate fate) {
        while (!underWay.isEmpty() && underWay.getFirst().fate().isCommitted()) {
            underWay.removeFirst();
        }
        underWay.addLast(new Leaving(rows, fate));
        state = rows.state();
        last = fate;
        changedByKeyOnly = rows.changesByKeyOnly();
    }

    /** A batch whose rows are here, while it is not durable yet. */
    private record Leaving(WorkingSet rows, Fate fate) {}

    /**
     * A batch was decided in vain: what it and those decided on it have left is forgotten, and what
     * was here before them stands. Nothing happens if it is forgotten already.
     */
    void takeBack(Fate fate) {
        if (!isUnderWay(fate)) {
            return;
        }
        Leaving leaving;
        do {
            leaving = underWay.removeLast();
            leaving.rows().changed().forEach(this::forget);
            state = leaving.rows().begun();
        } while (leaving.fate() != fate);
        last = underWay.isEmpty() ? Fate.past() : underWay.getLast().fate();
        alone = false;
    }

    private boolean isUnderWay(Fate fate) {
        return underWay.stream().anyMatch(leaving -> leaving.fate() == fate);
    }

    /** Tells the others what a batch changes, with what it writes; of any lane. */
    void tell(BookState before, BookState after, Map<BookTable<?, ?>, Set<?>> changed) {
        others.tell(before, after, changed);
    }

    /** After a failure nothing is known: the database may be another, or an earlier one. */
    void forget() {
        metrics.forgot();
        tables.clear();
        underWay.clear();
        state = null;
        alone = false;
    }
}
