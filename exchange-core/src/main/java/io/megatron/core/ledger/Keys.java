package io.megatron.core.ledger;

/** Collects the rows that a batch has to load. */
public interface Keys {

    /** The row under this key will be looked at or written. */
    <K, V> void add(BookTable<K, V> table, K key);
}
