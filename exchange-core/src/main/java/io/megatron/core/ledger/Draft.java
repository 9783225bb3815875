package io.megatron.core.ledger;

import io.megatron.curve.money.FeeRate;
import java.time.Instant;
import java.util.Optional;

/**
 * One command's view of the batch's snapshot. What it writes is seen by the commands after it once
 * it is accepted, and by nobody when it is refused or fails.
 */
public interface Draft {

    /** The batch's time; it never goes back, on whatever node. */
    Instant time();

    /** The row under a declared key, if there is one. */
    <K, V> Optional<V> find(BookTable<K, V> table, K key);

    /** Sets the row under a declared key. */
    <K, V> void put(BookTable<K, V> table, K key, V row);

    <V> void append(BookJournal<V> journal, V row);

    /**
     * Another layer over the rows as this command found them, to see what a second command would
     * come to. It is dropped with whatever is written to it.
     */
    Draft trial();

    /** The next number of a transfer; numbers of dropped drafts are given again. */
    long nextTransferSeq();

    /** The next number of an account. */
    long nextAccountId();

    /** The next number of an event. */
    long nextEventId();

    /** The platform's fee in force. */
    FeeRate feeRate();
}
