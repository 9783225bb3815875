package io.megatron.server.scenarios;

import io.megatron.devservices.DevPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Postgres that goes away in mid-load, in three ways: callers are told to come back or get their
 * answer, never a wrong one, and everything goes on by itself once it is there again.
 */
@Tag("scenario")
@Timeout(180)
class PostgresRestartTest {
    private static final int CALLERS = 16;
    private static final int READERS = 4;
    private static final Duration RESUMING = Duration.ofSeconds(10);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private DevPostgres postgres;
}
