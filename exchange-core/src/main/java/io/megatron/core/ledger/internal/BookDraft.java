package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookJournal;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.Draft;
import io.megatron.curve.money.FeeRate;
import io.megatron.mapper.ledger.BookState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command's own layer over the batch's working set, kept or dropped as a whole. */
final class BookDraft implements Draft {
    private final WorkingSet base;
    private final Map<BookTable<?, ?>, Map<Object, Object>> written = new HashMap<>();
    private final Map<BookJournal<?>, List<Object>> appended = new LinkedHashMap<>();
    private BookState state;

    BookDraft(WorkingSet base) {
        this.base = base;
        this.state = base.state();
    }

    @Override
    public Instant time() {
        return base.time();
    }

    @Override
    @SuppressWarnings("unchecked") // put() files a table's rows under that table
    public <K, V> Optional<V> find(BookTable<K, V> table, K key) {
        Map<Object, Object> own = written.get(table);
        Object row = own == null ? null : own.get(key);
        return row != null ? Optional.of((V) row) : Optional.ofNullable(base.find(table, key));
    }

    @Override
    public <K, V> void put(BookTable<K, V> table, K key, V row) {
        base.find(table, key);
        written.computeIfAbsent(table, ignored -> new LinkedHashMap<>()).put(key, row);
    }

    @Override
    public <V> void append(BookJournal<V> journal, V row) {
        appended.computeIfAbsent(journal, ignored -> new ArrayList<>()).add(row);
    }

    @Override
    public Draft trial() {
        return new BookDraft(base);
    }

    @Override
    public long nextTransferSeq() {
        advance(1, 0, 0);
        return state.lastTransferSeq();
    }

    @Override
    public long nextAccountId() {
        advance(0, 1, 0);
        return state.lastAccountId();
    }

    @Override
    public long nextEventId() {
        advance(0, 0, 1);
        return state.lastEventId();
    }

    private void advance(int transfers, int accounts, int events) {
        state = state.numbering(transfers, accounts, events);
    }

    @Override
    public FeeRate feeRate() {
        return FeeRate.ofBps(state.feeBpsAt(time()));
    }

    /** The row as this command found it. */
    @SuppressWarnings("unchecked") // put() files a table's rows under that table
    @Nullable Object before(BookTable<?, ?> table, Object key) {
        return base.find((BookTable<Object, Object>) table, key);
    }

    BookState state() {
        return state;
    }

    Map<BookTable<?, ?>, Map<Object, Object>> written() {
        return written;
    }

    Map<BookJournal<?>, List<Object>> appended() {
        return appended;
    }
}
