package io.megatron.devservices;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a database for tests. The next one is made while a test works on the last: a copy takes
 * as long as many a test.
 */
public final class DatabaseCopies {
    private final DevPostgres postgres;
    private final String template;
    private @Nullable FutureTask<String> next;

    /**
     * @param template must have no open connections, as Postgres copies only a database at rest
     */
    public DatabaseCopies(DevPostgres postgres, String template) {
        this.postgres = postgres;
        this.template = template;
    }

    /** The name of a copy that nobody else has. */
    public synchronized String take() {
        String taken = name(next == null ? begin() : next);
        next = begin();
        return taken;
    }

    private FutureTask<String> begin() {
        FutureTask<String> copy = new FutureTask<>(() -> postgres.createDatabase("copy", template));
        Thread.ofVirtual().name("copying " + template).start(copy);
        return copy;
    }

    private static String name(FutureTask<String> copy) {
        try {
            return copy.get();
        } catch (ExecutionException failure) {
            throw new DevServiceException("There is no copy", failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DevServiceException("Interrupted while a copy was made", stopped);
        }
    }
}
