package io.megatron.core.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A table that is only ever appended to, so that no batch has to read it.
 *
 * @param <V> an immutable row
 */
public interface BookJournal<V> {

    /** Appends a batch's rows, all of one book time, with one statement. */
    void append(List<V> rows, Instant at);
}
