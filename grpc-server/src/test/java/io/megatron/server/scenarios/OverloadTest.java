package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.megatron.server.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twice as many trades come as a server can make: it makes as many as before, and refuses the
 * others at once. {@code scripts/bench overload} measures it; this one has slack for whatever else
 * the machine does. Small batches make a server whose bound is not the processors that it shares
 * with its callers.
 */
@Tag("scenario")
@Tag("alone")
@Timeout(180)
class OverloadTest {
    private static final int PLACES = 64;
    private static final int CALLERS = 48;
    private static final Map<String, String> SMALL =
            Map.of(
                    "MEGATRON_BOOK_MAX_BATCH",
                    "4",
                    "MEGATRON_GRPC_MAX_CONCURRENT_CALLS",
                    Integer.toString(PLACES),
                    "MEGATRON_GRPC_BUSY_RETRY",
                    "300ms",
                    "MEGATRON_LIMITS_TRADES_PER_USER",
                    "off");
    private static final int TIMES_TOO_MUCH = 2;
    private static final int TIMES_AS_LONG = 5;
    private static final long SLACK_MILLIS = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration MEASURED = Duration.ofSeconds(3);
    private static final Duration RECOVERY = Duration.ofSeconds(1);

    private static final String MADE = "made";
    private static final String REFUSED = "RESOURCE_EXHAUSTED SERVER_BUSY again after PT0.3S";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    /** What became of a trade, and how long after it was due. */
    private record Answer(String outcome, long millis) {}

    @Test
    void what_is_too_much_is_refused_at_once_and_the_rest_is_made_as_before() {
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start(SMALL);
            try (ServerClient client = new ServerClient(server, installation.data())) {
                Trading trading = Trading.begin(client);
                List<Answer> warming = trading.closed(WARM_UP);
                List<Answer> before = trading.closed(MEASURED);
                List<Answer> meanwhile = trading.open(TIMES_TOO_MUCH * before.size());
                LockSupport.parkNanos(RECOVERY.toNanos());
                List<Answer> after = trading.closed(MEASURED);

                long[] usual = millis(before, MADE);
                long[] made = millis(meanwhile, MADE);
                long[] refused = millis(meanwhile, REFUSED);
                System.out.printf(
                        "%d trades, p99 %d ms; of %d %d, p99 %d ms, refused after %d ms; then %d%n",
                        usual.length,
                        at(usual, 99),
                        meanwhile.size(),
                        made.length,
                        at(made, 99),
                        at(refused, 50),
                        after.size());
                assertThat(outcomes(warming, before, after)).containsOnly(MADE);
                assertThat(outcomes(meanwhile)).containsOnly(MADE, REFUSED);
                assertThat(refused.length).isGreaterThan(meanwhile.size() / 10);
                assertThat(at(refused, 50)).isLessThan(at(made, 50));
                assertThat(made.length).isGreaterThan(usual.length / 2);
                assertThat(at(made, 99))
                        .isLessThanOrEqualTo(TIMES_AS_LONG * at(usual, 99) + SLACK_MILLIS);
                assertThat(after.size()).isGreaterThan(before.size() / 2);
                assertThat(server.metric("megatron_book_aborts_total")).isZero();
                assertThat(trading.onRecord())
                        .as("trades on record")
                        .isEqualTo(
                                outcomes(warming, before, meanwhile, after)
                                        .filter(MADE::equals)
                                        .count());
                client.assertReconciled();
            }
        }
    }

    @SafeVarargs
    private static Stream<String> outcomes(List<Answer>... answers) {
        return Arrays.stream(answers).flatMap(List::stream).map(Answer::outcome);
    }

    private static long[] millis(List<Answer> answers, String outcome) {
        return answers.stream()
                .filter(answer -> answer.outcome().equals(outcome))
                .mapToLong(Answer::millis)
                .sorted()
                .toArray();
    }

    private static long at(long[] sorted, int percent) {
        assertThat(sorted).isNotEmpty();
        return sorted[(int) (sorted.length * (long) percent / 100)];
    }

    /** Everybody buys one asset. */
    private record Trading(ServerClient client, String asset, List<UUID> traders) {
        static Trading begin(ServerClient client) {
            return new Trading(
                    client,
                    client.newAsset("RUSH"),
                    Stream.generate(() -> client.newTrader("1000000")).limit(CALLERS).toList());
        }

        /** Callers who each wait for an answer before they send the next. */
        List<Answer> closed(Duration during) {
            Queue<Answer> answers = new ConcurrentLinkedQueue<>();
            long end = System.nanoTime() + during.toNanos();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (UUID trader : traders) {
                    threads.execute(
                            () -> {
                                while (System.nanoTime() < end) {
                                    answers.add(buy(trader, System.nanoTime()));
                                }
                            });
                }
            }
            return List.copyOf(answers);
        }

        /** So many as are measured, one after the other, whether or not those before have ended. */
        List<Answer> open(int count) {
            Queue<Answer> answers = new ConcurrentLinkedQueue<>();
            long begin = System.nanoTime();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int number = 0; number < count; number++) {
                    long due = begin + MEASURED.toNanos() * number / count;
                    LockSupport.parkNanos(due - System.nanoTime());
                    UUID trader = traders.get(number % traders.size());
                    threads.execute(() -> answers.add(buy(trader, due)));
                }
            }
            return List.copyOf(answers);
        }

        private Answer buy(UUID trader, long due) {
            String outcome = outcome(trader);
            return new Answer(outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due));
        }

        private String outcome(UUID trader) {
            try {
                var _ = Order.buyFor(trader, asset, 1_000_000, "0").send(client.trades(trader));
                return MADE;
            } catch (StatusRuntimeException thrown) {
                Failure failure = ServerClient.failure(thrown);
                return failure.code()
                        + " "
                        + failure.reason()
                        + failure.retryAfter().map(wait -> " again after " + wait).orElse("");
            }
        }

        long onRecord() {
            return traders.stream().mapToLong(trader -> client.allTrades(trader).size()).sum();
        }
    }
}
