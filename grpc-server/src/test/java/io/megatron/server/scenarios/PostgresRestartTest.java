package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.devservices.DevPostgres;
import io.megatron.server.BookLock;
import io.megatron.server.scenarios.Journal.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * A Postgres that goes away in mid-load: callers are told to come back or get their answer, never a
 * wrong one, and everything goes on by itself once it is there again.
 */
@Tag("scenario")
@Timeout(180)
class PostgresRestartTest {
    private static final int CALLERS = 16;
    private static final int READERS = 4;
    private static final Duration RESUMING = Duration.ofSeconds(8);
    private static final Told TOLD_TO_RETURN = new Told("UNAVAILABLE", "BOOK_UNAVAILABLE", true);
    private static final Set<String> TRANSIENT =
            Set.of("UNAVAILABLE", "RESOURCE_EXHAUSTED", "ABORTED");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private DevPostgres postgres;

    @BeforeEach
    void startPostgres() {
        postgres = DevPostgres.start(folder.resolve("postgres"));
    }

    @AfterEach
    void stopPostgres() {
        postgres.close();
    }

    @Test
    void callers_are_told_to_come_back_while_postgres_is_away_and_service_resumes_by_itself() {
        Seed seed = Seed.print("Postgres restarted");
        RandomGenerator moments = seed.random(-1);
        try (Installation installation = Installation.startedBefore(folder);
                ServerProcess server =
                        installation.start(
                                ExternalPostgres.settings(postgres, "megatron", "server"));
                ServerClient client = new ServerClient(server, installation.data())) {
            Market market = Market.open(client, "AWAY", CALLERS, 3, seed);
            try (TradingLoad load = market.trade(client);
                    ReadingLoad reading = ReadingLoad.start(market, client, READERS, seed)) {
                for (Runnable outage : outages(market)) {
                    load.awaitTrades(moments.nextInt(100, 600));
                    outage.run();
                    assertResumed(market, load);
                }
                load.settle();
                reading.end();
                assertOnlyTransient("traders", market.journal());
                assertOnlyTransient("readers", reading.journal());
            }
            market.audit(client);
            assertThat(server.metric("megatron_book_aborts_total")).isZero();
            assertThat(server.metric("megatron_book_halvings_total")).isZero();
        }
    }

    private List<Runnable> outages(Market market) {
        return List.of(
                this::restart,
                this::killOneBackend,
                () -> SlowCommits.on(postgres.jdbcUrl("postgres", "postgres")),
                this::crash,
                this::crash,
                this::restart,
                () -> longOutage(market));
    }

    private void restart() {
        int port = postgres.port();
        postgres.close();
        postgres = DevPostgres.start(folder.resolve("postgres"));
        assertThat(postgres.port()).isEqualTo(port);
    }

    /** Postgres answers the death of one of its processes by ending all others and recovering. */
    private void killOneBackend() {
        try (BookLock lock = new BookLock(postgres.jdbcUrl("megatron", "postgres"))) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> killOwnerOf(lock));
        }
    }

    private static boolean killOwnerOf(BookLock lock) {
        Optional<ProcessHandle> owner =
                lock.owner().flatMap(one -> ProcessHandle.of(one.backendPid()));
        owner.ifPresent(backend -> Signals.kill(List.of(backend)));
        return owner.isPresent();
    }

    private void crash() {
        kill();
        restart();
    }

    private void kill() {
        ProcessHandle postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
        Signals.kill(Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList());
    }

    /**
     * Longer than the book is patient. Its batch waits for the lock when Postgres dies, so that
     * everybody can be told that nothing was written.
     */
    private void longOutage(Market market) {
        try (BookLock lock = new BookLock(postgres.jdbcUrl("megatron", "postgres"))) {
            lock.take();
            await().until(lock::isWaitedFor);
            kill();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> market.journal().failures().containsKey(TOLD_TO_RETURN));
        restart();
    }

    private static void assertResumed(Market market, TradingLoad load) {
        long back = System.nanoTime();
        load.awaitTrades(50);
        assertThat(market.journal().wrong()).as("answers that cannot be true").isEmpty();
        Duration silence = market.journal().silenceAfter(back);
        System.out.printf("resumed after %d ms%n", silence.toMillis());
        assertThat(silence)
                .as("until the first trade after Postgres was back")
                .isLessThan(RESUMING);
    }

    private static void assertOnlyTransient(String who, Journal journal) {
        System.out.printf("%s were told %s%n", who, journal.failures());
        assertThat(journal.wrong()).isEmpty();
        assertThat(journal.failures().keySet())
                .as("what %s were told instead of an answer", who)
                .allSatisfy(
                        told -> {
                            assertThat(told.code()).isIn(TRANSIENT);
                            assertThat(told.saysWhenToRetry()).isTrue();
                        });
    }
}
