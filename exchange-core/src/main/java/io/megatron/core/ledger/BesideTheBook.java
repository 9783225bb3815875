package io.megatron.core.ledger;

import java.util.function.Supplier;

/**
 * Writes rows that no command of the book decides on: requests for runs, heartbeats, progress, the
 * record of what operators did. One short READ COMMITTED transaction each.
 */
public interface BesideTheBook {

    <T> T write(Supplier<T> work);

    default void write(Runnable work) {
        write(
                () -> {
                    work.run();
                    return true;
                });
    }
}
