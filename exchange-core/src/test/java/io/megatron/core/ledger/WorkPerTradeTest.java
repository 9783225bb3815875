package io.megatron.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.Outcome;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.HeldBook;
import io.megatron.core.testing.LossyWire;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What Postgres is given to do for a trade, which no machine's mood changes: statements, answers
 * that are waited for, and bytes of the log. Who makes it less writes the new figures here.
 */
@Timeout(120)
class WorkPerTradeTest {
    private static final int STATEMENTS_OF_A_BATCH = 13;
    private static final long LOG_BYTES_OF_A_TRADE_ALONE = 3_119;
    private static final long LOG_BYTES_OF_A_TRADE_AMONG_MANY = 2_534;
    private static final double TOLERANCE = 0.05;

    private static final int CALLERS = 256;

    /**
     * A checkpoint has whole pages written to the log once more, so the least of some rounds
     * counts.
     */
    private static final int MOST_ROUNDS = 12;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SETTLING = Duration.ofMillis(60);

    private TestDatabase database = TestDatabases.fresh("work");
    private LossyWire wire = LossyWire.to(database);
    private Exchange exchange = Exchange.on(wire.over(database));
    private AssetId asset = exchange.asset("1", "0.0001");
    private List<UserId> traders = List.of();

    @BeforeEach
    void trade() {
        traders = exchange.tradersWith(CALLERS, "1000");
        for (int i = 0; i < 2; i++) {
            together();
        }
    }

    @AfterEach
    void stop() {
        exchange.reconciles();
        exchange.close();
        wire.close();
    }

    /** What was done meanwhile. */
    private record Work(long batches, long ahead, long statements, long roundTrips, long logBytes) {
        Work since(Work before) {
            return new Work(
                    batches - before.batches,
                    ahead - before.ahead,
                    statements - before.statements,
                    roundTrips - before.roundTrips,
                    logBytes - before.logBytes);
        }
    }

    private Work work() {
        return new Work(
                exchange.batches(),
                (long) exchange.count("megatron.book.ahead"),
                wire.bookStatements(),
                wire.bookRoundTrips(),
                Long.parseLong(database.value("select pg_current_wal_insert_lsn() - '0/0'")));
    }

    @Test
    void a_trade_alone() {
        long least = Long.MAX_VALUE;
        for (int round = 0;
                round < MOST_ROUNDS && least > atMost(LOG_BYTES_OF_A_TRADE_ALONE);
                round++) {
            Work before = work();
            traders.forEach(trader -> Exchange.accepted(exchange.buy(trader, asset, "1")));
            Work done = work().since(before);
            assertThat(done.batches()).isEqualTo(CALLERS);
            itsStatementsAreThose(done);
            least = Math.min(least, done.logBytes() / CALLERS);
        }
        itsBytesAre(least, LOG_BYTES_OF_A_TRADE_ALONE);
    }

    @Test
    void a_trade_among_many() {
        long least = Long.MAX_VALUE;
        for (int round = 0;
                round < MOST_ROUNDS && least > atMost(LOG_BYTES_OF_A_TRADE_AMONG_MANY);
                round++) {
            Work before = work();
            together();
            Work done = work().since(before);
            assertThat(done.batches()).isLessThanOrEqualTo(3);
            itsStatementsAreThose(done);
            least = Math.min(least, done.logBytes() / CALLERS);
        }
        itsBytesAre(least, LOG_BYTES_OF_A_TRADE_AMONG_MANY);
    }

    /** All wait for the book while somebody else has it. */
    private void together() {
        AtomicInteger entered = new AtomicInteger();
        try (HeldBook held = database.holdBook()) {
            CompletableFuture<List<Attempt<Outcome<Trade>>>> trades =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Callers.atOnce(
                                            CALLERS,
                                            caller -> {
                                                entered.incrementAndGet();
                                                return exchange.buy(
                                                        traders.get(caller), asset, "1");
                                            }));
            await().atMost(SOON).during(SETTLING).until(() -> entered.get() == CALLERS);
            held.release();
            trades.join().forEach(trade -> Exchange.accepted(trade.value()));
        }
    }

    /**
     * A batch that is decided ahead has asked what it had to ask before it came to the book. One
     * that took in who came while it waited for the book has asked once more, for their requests.
     */
    private static void itsStatementsAreThose(Work done) {
        System.out.println(done);
        long asked = done.batches() - done.ahead();
        long again = done.roundTrips() - done.batches() - asked;
        assertThat(again).isBetween(0L, asked);
        assertThat(done.statements())
                .isEqualTo((STATEMENTS_OF_A_BATCH - 1) * done.batches() + asked + again);
    }

    private static void itsBytesAre(long bytes, long recorded) {
        System.out.println(bytes + " bytes of the log for a trade");
        assertThat((double) bytes).isBetween(recorded * (1 - TOLERANCE), atMost(recorded));
    }

    private static double atMost(long recorded) {
        return recorded * (1 + TOLERANCE);
    }
}
