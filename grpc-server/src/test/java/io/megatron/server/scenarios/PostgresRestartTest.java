package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.megatron.devservices.DevPostgres;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.server.Failure;
import io.megatron.server.scenarios.Journal.Acknowledged;
import io.megatron.server.scenarios.Journal.Told;
import io.megatron.trading.v1.QuoteBuyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
