package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.HeldBook;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class YieldingBookTest {
    private static final Duration A_LONG_TURN = Duration.ofMillis(1500);
    private static final Duration A_LITTLE = Duration.ofMillis(50);

    @Test
    void a_node_with_jobs_only_leaves_the_book_to_traders_for_as_long_as_its_turn_took()
            throws Exception {
        TestDatabase database = TestDatabases.fresh("yielding");
        try (Exchange traders = Exchange.on(database);
                Exchange jobs = Exchange.yielding(database);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AssetId asset = traders.asset("1", "0");
            UserId trader = traders.traderWith("100");
            longTurn(database, jobs, () -> threads.submit(() -> jobs.traderWith("0")));
            long turnEndedNanos = System.nanoTime();

            Future<Long> next =
                    threads.submit(
                            () -> {
                                jobs.traderWith("0");
                                return System.nanoTime();
                            });
            accepted(traders.buy(trader, asset, "10"));
            long tradedNanos = System.nanoTime();

            long nextNanos = next.get(30, TimeUnit.SECONDS);
            assertThat(tradedNanos).as("the trade, before the next turn").isLessThan(nextNanos);
            assertThat(Duration.ofNanos(nextNanos - turnEndedNanos))
                    .as("until the node's next turn")
                    .isGreaterThan(A_LONG_TURN.minus(A_LITTLE));
            traders.reconciles();
            assertThat(traders.aborts() + jobs.aborts()).isZero();
        }
    }

    /** Somebody else has the book for so long, and the node waits for it. */
    private static void longTurn(TestDatabase database, Exchange node, Supplier<Future<?>> command)
            throws Exception {
        try (HeldBook held = database.holdBook()) {
            Future<?> waiting = command.get();
            node.awaitWriter();
            long endNanos = System.nanoTime() + A_LONG_TURN.toNanos();
            await().until(() -> System.nanoTime() - endNanos >= 0);
            held.release();
            waiting.get(30, TimeUnit.SECONDS);
        }
    }
}
