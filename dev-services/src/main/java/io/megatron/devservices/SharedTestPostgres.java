package io.megatron.devservices;

/**
 * One temporary Postgres for all tests of a JVM: starting it takes seconds, a database in it
 * milliseconds.
 *
 * <p>Every test class takes a database of its own with {@link DevPostgres#createDatabase}. The
 * server ends with the JVM.
 */
public final class SharedTestPostgres {
    private SharedTestPostgres() {}

    /** Starts the server at the first call; nobody but the end of the JVM closes it. */
    public static DevPostgres get() {
        return Holder.SERVER;
    }

    private static final class Holder {
        static final DevPostgres SERVER = DevPostgres.startTemporary();

        static {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(SERVER::close, "stop-shared-test-postgres"));
        }
    }
}
