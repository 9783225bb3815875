package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookJournal;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.ledger.BookState;
import io.megatron.mapper.pipeline.AskingTogether;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of one batch: what was loaded, and what the accepted commands made of it. */
final class WorkingSet implements Keys {
    private final RememberedRows remembered;
    private final Map<BookTable<?, ?>, Rows<?, ?>> tables = new LinkedHashMap<>();
    private final Map<BookJournal<?>, List<?>> journals = new LinkedHashMap<>();
    private @Nullable BookState begun;
    private @Nullable BookState state;
    private @Nullable Instant time;
    private boolean othersAreTold;

    WorkingSet(RememberedRows remembered) {
        this.remembered = remembered;
    }

    @Override
    public <K, V> void add(BookTable<K, V> table, K key) {
        rows(table).declare(key);
    }

    /**
     * Whether all that is declared here changes by key only, so that the batch before says what it
     * changes of it, and this one says so to the next.
     */
    boolean changesByKeyOnly() {
        return tables.keySet().stream().allMatch(BookTable::changesByKeyOnly);
    }

    /**
     * Begins where the book will stand once the batch before this one is durable, while that is
     * still being written. Whether it came to that is asked when this one is written.
     */
    void lookAhead(BookState expected, BusinessClock clock) {
        begin(expected);
        time = clock.at(clock.realTime(), expected);
    }

    /**
     * Loads what was declared since the last time and is not remembered, beside the book: no lock
     * is held, but all batches up to the one before the one that is being written are durable, and
     * what that one changes is remembered.
     */
    void loadBeside() {
        AskingTogether.ask(questions(every -> true, false));
    }

    /**
     * Loads beside the book, before the lock is waited for, what others tell of if they change it
     * until this batch has the lock.
     */
    void loadBefore() {
        AskingTogether.ask(questions(BookTable::changesByKeyOnly, false));
    }

    /** Loads what was declared since the rest was, under the lock. */
    void loadMore() {
        AskingTogether.ask(questions(every -> true, true));
    }

    /**
     * Loads where the book stands, and then every declared row that is not remembered, a statement
     * per table, all in one round trip. That is asked on two assumptions which only the state can
     * confirm: that nobody wrote since the remembered rows were kept, and that the book's time will
     * be this node's, with which sums over a window end. Should one of them fail, as after a batch
     * of another node or a move of the clock, the rows in question are asked for again.
     *
     * @param askState asks where the book stands; the first statement of all
     */
    void load(Supplier<BookState> askState, BusinessClock clock) {
        Instant realTime = clock.realTime();
        Instant expected = clock.expected(realTime);
        time = expected;
        doubt(remembered.forgetContested());
        List<Runnable> questions = questions(every -> true, true);
        remembered.question().ifPresent(questions::addFirst);
        questions.addFirst(() -> begin(askState.get()));
        AskingTogether.ask(questions);
        time = clock.at(realTime, state());
        if (!time.equals(expected)) {
            tables.forEach((table, rows) -> outdate(table, rows));
        }
        remembered
                .hold(state())
                .ifPresentOrElse(this::doubt, () -> tables.values().forEach(Rows::doubt));
        AskingTogether.ask(questions(every -> true, true));
    }

    private void begin(BookState found) {
        begun = found;
        state = found;
    }

    private static void outdate(BookTable<?, ?> table, Rows<?, ?> rows) {
        if (!table.changesByKeyOnly()) {
            rows.outdate();
        }
    }

    private void doubt(Map<BookTable<?, ?>, Set<?>> changed) {
        changed.forEach(
                (table, keys) -> {
                    Rows<?, ?> rows = tables.get(table);
                    if (rows != null) {
                        rows.doubt(keys);
                    }
                });
    }

    private List<Runnable> questions(Predicate<BookTable<?, ?>> about, boolean underLock) {
        List<Runnable> questions = new ArrayList<>();
        tables.forEach(
                (table, rows) -> {
                    if (about.test(table)) {
                        ask(questions, table, rows, underLock);
                    }
                });
        return questions;
    }

    @SuppressWarnings("unchecked") // rows() keeps a table's rows under that table
    private <K, V> void ask(
            List<Runnable> questions, BookTable<K, V> table, Rows<?, ?> rows, boolean underLock) {
        Rows<K, V> own = (Rows<K, V>) rows;
        Set<K> unknown = own.believe(remembered.of(table), underLock);
        if (!unknown.isEmpty()) {
            questions.add(() -> own.found(load(table, unknown)));
        }
    }

    /** Rows that change by their key only are the same whatever the time is. */
    private <K, V> Map<K, V> load(BookTable<K, V> table, Set<K> keys) {
        return table.changesByKeyOnly() ? table.load(keys) : table.load(keys, time());
    }

    /** Has the rows remembered as this batch leaves them. */
    void rememberDecided() {
        othersAreTold = remembered.isShared();
        tables.forEach(this::remember);
    }

    @SuppressWarnings("unchecked") // as in ask
    private <K, V> void remember(BookTable<K, V> table, Rows<?, ?> rows) {
        Rows<K, V> own = (Rows<K, V>) rows;
        if (table.isRemembered()) {
            own.leave(remembered.keeping(table), table::asLoaded);
        } else if (table.changesByKeyOnly()) {
            remembered.keepOnly(table, own.written(table::asLoaded));
        }
    }

    /** Writes what changed, a statement or two per table. */
    void persist() {
        tables.forEach((table, rows) -> persist(table, rows));
        journals.forEach((journal, rows) -> append(journal, rows));
        if (othersAreTold) {
            remembered.tell(begun(), state(), changed());
        }
    }

    /** The keys of the rows that it changes, of tables that change by key only. */
    Map<BookTable<?, ?>, Set<?>> changed() {
        Map<BookTable<?, ?>, Set<?>> changed = new LinkedHashMap<>();
        tables.forEach(
                (table, rows) -> {
                    if (table.changesByKeyOnly()) {
                        changed.put(table, rows.changed());
                    }
                });
        return changed;
    }

    @SuppressWarnings("unchecked") // as in load
    private <K, V> void persist(BookTable<K, V> table, Rows<?, ?> rows) {
        Rows<K, V> own = (Rows<K, V>) rows;
        BookTable.Changes<V> changes = own.changes(time());
        if (!changes.isEmpty()) {
            table.persist(changes);
        }
    }

    @SuppressWarnings("unchecked") // keep() files a journal's rows under that journal
    private <V> void append(BookJournal<V> journal, List<?> rows) {
        journal.append((List<V>) rows, time());
    }

    /** Has the book stand where it does once this batch is written. */
    void advance() {
        state = state().afterBatch(time());
    }

    Instant time() {
        return loaded(time);
    }

    BookState state() {
        return loaded(state);
    }

    /** Where the book stood, or was expected to stand, before this batch. */
    BookState begun() {
        return loaded(begun);
    }

    private static <T> T loaded(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the working set is not loaded yet");
        }
        return value;
    }

    /** The row under a declared key; asking for another is a bug of the command. */
    <K, V> @Nullable V find(BookTable<K, V> table, K key) {
        Rows.Row<V> row = rows(table).of(key);
        if (row == null) {
            throw new IllegalStateException(
                    key + " of " + table.getClass().getSimpleName() + " was not declared");
        }
        return row.now();
    }

    /** Takes over what an accepted command wrote. */
    void keep(BookDraft draft) {
        state = draft.state();
        draft.written().forEach((table, rows) -> keep(table, rows));
        draft.appended()
                .forEach(
                        (journal, rows) ->
                                journals.merge(journal, new ArrayList<>(rows), WorkingSet::joined));
    }

    @SuppressWarnings("unchecked") // the draft files a table's rows under that table
    private <K, V> void keep(BookTable<K, V> table, Map<?, ?> rows) {
        ((Map<K, V>) rows).forEach(rows(table)::write);
    }

    @SuppressWarnings("unchecked") // both lists are of one journal
    private static List<?> joined(List<?> before, List<?> more) {
        ((List<Object>) before).addAll(more);
        return before;
    }

    @SuppressWarnings("unchecked") // a table's rows are only ever filed here
    private <K, V> Rows<K, V> rows(BookTable<K, V> table) {
        return (Rows<K, V>) tables.computeIfAbsent(table, ignored -> new Rows<K, V>());
    }
}
