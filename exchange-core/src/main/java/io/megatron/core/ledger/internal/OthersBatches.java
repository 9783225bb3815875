package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.ledger.BatchChanges;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What nodes tell each other of their batches: which rows these changed. */
@Component
final class OthersBatches {
    /** A node that has missed more of them looks at everything again. */
    private static final int KEPT = 64;

    private final BookMapper book;
    private final ChangedKeys keys;

    OthersBatches(BookMapper book, ChangedKeys keys) {
        this.book = book;
        this.keys = keys;
    }

    /**
     * What was told of the batches after one, if that next to it has told; one question, asked with
     * others.
     */
    List<BatchChanges> after(BookState then) {
        return book.changesAfter(then, KEPT);
    }

    /**
     * The keys of all rows that changed from one state of the book to another.
     *
     * @param told what was told of the batches after the first
     * @return empty unless each batch in between has told, and this node understands it
     */
    Optional<Map<BookTable<?, ?>, Set<?>>> changed(
            BookState then, List<BatchChanges> told, BookState now) {
        if (!isChain(then, told, now)) {
            return Optional.empty();
        }
        Map<BookTable<?, ?>, Set<Object>> all = new HashMap<>();
        for (BatchChanges batch : told) {
            Optional<Map<BookTable<?, ?>, Set<?>>> changed = keys.read(batch.changed());
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            changed.get()
                    .forEach(
                            (table, some) ->
                                    all.computeIfAbsent(table, ignored -> new HashSet<>())
                                            .addAll(some));
        }
        return Optional.of(Map.<BookTable<?, ?>, Set<?>>copyOf(all));
    }

    /** A number that was raised by hand, or a database that was restored, breaks it. */
    private static boolean isChain(BookState then, List<BatchChanges> told, BookState now) {
        if (told.isEmpty() || !told.getFirst().follows(then) || !told.getLast().leadsTo(now)) {
            return false;
        }
        for (int i = 1; i < told.size(); i++) {
            if (!told.get(i).follows(told.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    /** Tells of a batch, with what it writes. */
    void tell(BookState before, BookState after, Map<BookTable<?, ?>, Set<?>> changed) {
        book.insertChanges(
                new BatchChanges(
                        after.lastBatch(),
                        after.lastBatchId(),
                        before.lastBatchId(),
                        keys.write(changed)),
                after.lastBatch() - KEPT,
                KEPT);
    }
}
