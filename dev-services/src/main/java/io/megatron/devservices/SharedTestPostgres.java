package io.megatron.devservices;

import org.jspecify.annotations.Nullable;

/**
 * One temporary Postgres for all tests of a JVM: starting it takes seconds, a database in it
 * milliseconds.
 *
 * <p>Every test class takes a database of its own with {@link DevPostgres#createDatabase}. The
 * server ends with the JVM.
 */
public final class SharedTestPostgres {
    private static @Nullable DevPostgres server;

    private SharedTestPostgres() {}

    /** Starts the server at the first call; nobody but the end of the JVM closes it. */
    public static synchronized DevPostgres get() {
        DevPostgres running = server;
        if (running == null) {
            running = DevPostgres.startTemporary();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(running::close, "stop-shared-test-postgres"));
            server = running;
        }
        return running;
    }
}
