package io.megatron.core.ledger;

import java.util.function.Supplier;

/** Reads that have to agree with each other: one REPEATABLE READ, READ ONLY transaction. */
public interface Snapshots {

    <T> T read(Supplier<T> reading);
}
