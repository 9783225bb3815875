package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.LossyWire;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.core.trading.Order;
import io.megatron.core.trading.TradeCalls;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Commits whose answer never comes. Whether such a commit is durable can only be learnt from the
 * database, and no caller may be told the wrong thing.
 */
@Timeout(60)
class LostCommitsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static TestDatabase database = TestDatabases.fresh("lost");
    private static LossyWire wire = LossyWire.to(database);
    private static Exchange exchange = Exchange.on(wire.over(database));
    private static Exchange other = Exchange.on(database);

    private AssetId asset = AssetId.of(UUID.randomUUID());
    private UserId trader = UserId.of(UUID.randomUUID());

    @BeforeAll
    static void open() {
        assertThat(database.count("trades")).isZero();
    }

    @AfterAll
    static void close() {
        exchange.close();
        other.close();
        wire.close();
    }

    @BeforeEach
    void stage() {
        asset = exchange.asset("1", "0.001");
        trader = exchange.holderOf(asset, "1", "100");
    }

    @AfterEach
    void reconciles() {
        assertThat(wire.commitsToLose()).as("commits that should have been lost").isZero();
        other.reconciles();
        assertThat(exchange.aborts() + other.aborts()).isZero();
    }

    @Test
    void a_commit_lost_on_the_way_is_written_once_by_another_try() {
        wire.loseCommitsBeforeTheServer(1);

        Trade trade = accepted(exchange.buy(trader, asset, "10"));

        assertThat(other.reading().ofRequest(trader, trade.requestId())).contains(trade);
        isThereOnce(trade);
    }

    @Test
    void a_commit_whose_answer_is_lost_is_found_and_not_written_again() {
        double cutOff = exchange.count("megatron.book.outages");
        wire.loseCommitsAfterTheServer(1);

        Outcome<Trade> outcome = exchange.buy(trader, asset, "10");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.replayed()).isFalse());
        isThereOnce(accepted(outcome));
        assertThat(exchange.count("megatron.book.outages")).isGreaterThan(cutOff);
    }

    /**
     * The lost backend may still be committing when it is asked after, and only the end of that
     * tells: who asks has to wait for the book.
     */
    @Test
    void a_commit_that_is_still_under_way_is_waited_for_and_not_written_again() {
        commitsTake("1.5");
        try {
            wire.loseCommitsWhileTheServerWorks(1);

            Outcome<Trade> outcome = exchange.buy(trader, asset, "10");

            assertThat(((Outcome.Accepted<Trade>) outcome).replayed()).isFalse();
            isThereOnce(accepted(outcome));
        } finally {
            commitsTake("0");
        }
    }

    @Test
    void what_was_decided_before_its_deadline_is_finished() {
        commitsTake("0.7");
        try {
            Deadline deadline = Deadline.after(Duration.ofMillis(500));

            Outcome<Trade> outcome = execute("buy for 10 min 0", UUID.randomUUID(), deadline);

            assertThat(deadline.hasPassed()).isTrue();
            isThereOnce(accepted(outcome));
        } finally {
            commitsTake("0");
        }
    }

    @Test
    void a_commit_that_was_lost_is_not_tried_again_after_its_deadline() {
        UUID requestId = UUID.randomUUID();
        wire.loseCommitsBeforeTheServer(1);

        Deadline once = Deadline.none().orWhen(() -> wire.commitsToLose() == 0);
        Attempt<Outcome<Trade>> attempt =
                Attempt.of(() -> execute("buy for 10 min 0", requestId, once));

        assertThat(attempt.failure()).isInstanceOf(BookException.DeadlinePassed.class);
        assertThat(other.reading().ofRequest(trader, requestId)).isEmpty();
    }

    private Outcome<Trade> execute(String words, UUID requestId, Deadline deadline) {
        Order order = order(words);
        return exchange.trade(TradeCalls.of(trader.value(), requestId, order), order, deadline);
    }

    /** A deferred trigger works at the commit. */
    private static void commitsTake(String seconds) {
        database.execute(
                """
                create or replace function dawdle() returns trigger language plpgsql as $$
                begin perform pg_sleep(%s); return null; end $$
                """
                        .formatted(seconds));
        database.execute("drop trigger if exists dawdling on transfers");
        database.execute(
                "create constraint trigger dawdling after insert on transfers"
                        + " deferrable initially deferred for each row execute function dawdle()");
    }

    @Test
    void commits_lost_again_and_again_still_end_in_one_trade() {
        wire.loseCommitsBeforeTheServer(4);

        isThereOnce(accepted(exchange.buy(trader, asset, "10")));
    }

    /** A batch that took its connection down with every commit would keep the book for ever. */
    @Test
    void commits_lost_without_end_are_given_up_and_nothing_has_happened() {
        wire.loseCommitsBeforeTheServer(1_000);

        Attempt<Outcome<Trade>> attempt = Attempt.of(() -> exchange.buy(trader, asset, "10"));

        wire.loseCommitsBeforeTheServer(0);
        assertThat(attempt.failure()).isInstanceOf(BookException.Unavailable.class);
        assertThat(database.count("trades where user_id = '" + trader + "'")).isEqualTo(1);
        isThereOnce(accepted(exchange.buy(trader, asset, "10")));
    }

    @Test
    void everybody_in_a_batch_whose_commit_was_lost_gets_the_true_answer() {
        for (Runnable loss :
                List.<Runnable>of(
                        () -> wire.loseCommitsBeforeTheServer(1),
                        () -> wire.loseCommitsAfterTheServer(1))) {
            UUID twice = UUID.randomUUID();
            List<Callable<Outcome<Trade>>> calls =
                    List.of(
                            () -> exchange.trade(trader, twice, order("buy for 10 min 0")),
                            () -> exchange.trade(trader, order("buy for 1000 min 0")),
                            () -> exchange.trade(trader, order("sell 2 min 0")),
                            () -> exchange.trade(trader, twice, order("buy for 10 min 0")));
            List<Attempt<Outcome<Trade>>> attempts = inOneBatchLosing(loss, calls);

            isThereOnce(accepted(attempts.get(0).value()));
            assertThat(Exchange.refused(attempts.get(1).value()))
                    .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
            isThereOnce(accepted(attempts.get(2).value()));
            assertThat(attempts.get(3).value())
                    .isEqualTo(new Outcome.Accepted<>(accepted(attempts.get(0).value()), true));
        }
    }

    /** A batch that decided refusals only has nothing to lose. */
    @Test
    void a_refusal_is_answered_although_its_commit_was_lost() {
        wire.loseCommitsAfterTheServer(1);

        assertThat(Exchange.refused(exchange.buy(trader, asset, "1000")))
                .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
    }

    private Order order(String words) {
        return Orders.parse(asset, words);
    }

    /** The opener's commit goes through; the one behind it is lost. */
    private static <T> List<Attempt<T>> inOneBatchLosing(Runnable loss, List<Callable<T>> calls) {
        Callable<T> last =
                () -> {
                    loss.run();
                    throw new IllegalStateException("only arms the wire");
                };
        assertThat(Attempt.of(last).failure()).hasMessage("only arms the wire");
        return exchange.inOneBatch(calls);
    }

    @Test
    void
            a_node_frozen_in_its_commit_frees_the_book_for_the_others_and_tells_its_callers_the_truth() {
        wire.freezeNextCommit();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Attempt<Outcome<Trade>>> frozen =
                    threads.submit(() -> Attempt.of(() -> exchange.buy(trader, asset, "10")));
            await().atMost(SOON).until(() -> wire.commitsToLose() == 0);
            long startNanos = System.nanoTime();

            Trade first = accepted(other.sell(trader, asset, "1"));

            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .as("the others go on")
                    .isLessThan(Duration.ofSeconds(4));
            wire.thaw();
            Trade second = accepted(ended(frozen).value());
            isThereOnce(first);
            isThereOnce(second);
            assertThat(second.tradeSeq()).isEqualTo(first.tradeSeq() + 1);
        }
    }

    @Test
    void a_node_frozen_inside_a_message_frees_the_book_for_the_others_and_tries_again() {
        wire.freezeInsideNextMessage();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Attempt<Outcome<Trade>>> frozen =
                    threads.submit(() -> Attempt.of(() -> exchange.buy(trader, asset, "10")));
            await().atMost(SOON).until(() -> wire.messagesToHalve() == 0);
            long startNanos = System.nanoTime();

            Trade first = accepted(other.sell(trader, asset, "1"));

            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .as("the others go on")
                    .isLessThan(Duration.ofSeconds(3));
            wire.thaw();
            Trade second = accepted(ended(frozen).value());
            isThereOnce(first);
            isThereOnce(second);
        } finally {
            wire.thaw();
        }
    }

    @Test
    void without_a_database_callers_are_told_so_and_the_service_resumes_by_itself() {
        try (Exchange hasty =
                Exchange.on(wire.over(database), "megatron.book.outage-patience=200ms")) {
            wire.cut();

            Attempt<Outcome<Trade>> attempt = Attempt.of(() -> hasty.buy(trader, asset, "10"));

            assertThat(attempt.failure()).isInstanceOf(BookException.Unavailable.class);
            assertThat(((BookException) attempt.failure()).retryAfter()).isPositive();
            assertThat(database.count("trades where user_id = '" + trader + "'")).isEqualTo(1);
            wire.mend();
            accepted(hasty.buy(trader, asset, "10"));
        } finally {
            wire.mend();
        }
    }

    @Test
    void when_nobody_can_tell_what_became_of_a_commit_the_caller_is_told_just_that() {
        try (Exchange hasty =
                Exchange.on(wire.over(database), "megatron.book.unknown-patience=300ms")) {
            UUID requestId = UUID.randomUUID();
            wire.freezeNextCommit();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Attempt<Outcome<Trade>>> lost =
                        threads.submit(
                                () ->
                                        Attempt.of(
                                                () ->
                                                        hasty.trade(
                                                                trader,
                                                                requestId,
                                                                order("buy for 10 min 0"))));
                await().atMost(SOON).until(() -> wire.commitsToLose() == 0);
                wire.cut();

                assertThat(ended(lost).failure()).isInstanceOf(BookException.OutcomeUnknown.class);
            } finally {
                wire.thaw();
                wire.mend();
            }
            boolean wasWritten = other.reading().ofRequest(trader, requestId).isPresent();
            Outcome<Trade> again = hasty.trade(trader, requestId, order("buy for 10 min 0"));
            assertThat(((Outcome.Accepted<Trade>) again).replayed()).isEqualTo(wasWritten);
            isThereOnce(accepted(again));
        }
    }

    @Test
    void commits_lost_now_and_then_under_load_are_each_told_truly() {
        List<TradeId> told = new ArrayList<>();
        told.addAll(ids(other.reading().ofUser(trader, Optional.empty(), Long.MAX_VALUE, 10)));
        for (int round = 0; round < 6; round++) {
            if (round % 2 == 0) {
                wire.loseCommitsAfterTheServer(2);
            } else {
                wire.loseCommitsBeforeTheServer(2);
            }
            while (wire.commitsToLose() > 0) {
                Callers.atOnce(16, i -> exchange.buy(trader, asset, "0.05"))
                        .forEach(attempt -> told.add(accepted(attempt.value()).id()));
            }
        }

        assertThat(ids(other.reading().ofUser(trader, Optional.empty(), Long.MAX_VALUE, 10_000)))
                .containsExactlyInAnyOrderElementsOf(told);
    }

    private static List<TradeId> ids(List<Trade> trades) {
        return trades.stream().map(Trade::id).toList();
    }

    private static void isThereOnce(Trade trade) {
        assertThat(
                        database.values(
                                "select id from trades where request_id = '%s'"
                                        .formatted(trade.requestId())))
                .containsExactly(trade.id().toString());
    }

    private static <T> T ended(Future<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
