package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.operations.MovingClock;
import io.megatron.core.operations.MovingClock.Moved;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.LossyWire;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.core.trading.Order;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Batches that are decided while the one before is being written, or its callers come back:
 * whatever becomes of that one, each caller is told the truth, and what was decided in vain is
 * decided again.
 */
@Timeout(180)
class DecidingAheadTest {
    private static final int CALLERS = 192;
    private static final int TRADES_EACH = 12;
    private static final int LPS = 48;
    private static final int MANY = 20;

    private final TestDatabase database = TestDatabases.fresh("ahead");
    private final LossyWire wire = LossyWire.to(database);
    private final Exchange exchange = Exchange.on(wire.over(database));
    private final AssetId asset = exchange.asset("1", "0.0001");
    private List<UserId> traders = List.of();

    @BeforeEach
    void register() {
        traders = exchange.tradersWith(CALLERS, "1000");
        tradeAll(exchange);
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
        exchange.close();
        wire.close();
    }

    @Test
    void under_load_batches_are_decided_ahead_and_none_of_them_in_vain() {
        double ahead = ahead();
        double inVain = inVain();

        List<Trade> trades = tradesUntil(() -> ahead() >= ahead + MANY);

        assertThat(inVain()).isEqualTo(inVain);
        assertThat(exchange.aborts()).isZero();
        cashIsWhatTheTradesLeft(trades);
    }

    /** What was decided on the batch before is right as soon as that one is durable. */
    @Test
    void batches_that_overtake_the_one_before_are_sent_again_as_they_were_decided() {
        wire.everyOtherTakes(Duration.ofMillis(200));
        double overtaking = overtaking();
        double inVain = inVain();

        List<Trade> trades = tradesUntil(() -> overtaking() >= overtaking + 3);

        assertThat(inVain()).isEqualTo(inVain);
        cashIsWhatTheTradesLeft(trades);
    }

    @Test
    void a_lone_caller_is_never_decided_ahead() {
        double ahead = ahead();

        for (int i = 0; i < 20; i++) {
            accepted(exchange.buy(traders.getFirst(), asset, "1"));
        }

        assertThat(ahead()).isEqualTo(ahead);
    }

    /** It is the one who was just answered, and there is nobody beside it. */
    @Test
    void nobody_is_waited_for_beside_a_lone_caller() {
        Duration waited = exchange.total("megatron.book.wait");
        Duration written = exchange.total("megatron.book.write");

        for (int i = 0; i < 200; i++) {
            accepted(exchange.buy(traders.getFirst(), asset, "1"));
        }

        assertThat(exchange.total("megatron.book.wait").minus(waited))
                .isLessThan(exchange.total("megatron.book.write").minus(written).dividedBy(5));
    }

    /** Too few for two batches, but enough for one that is decided as they come back. */
    @Test
    void callers_who_come_back_are_decided_as_they_come() {
        List<UserId> some = traders.subList(0, 48);
        double ahead = ahead();

        List<Trade> trades = new ArrayList<>();
        for (int round = 0; round < 10 && ahead() < ahead + MANY; round++) {
            Callers.each(some, trader -> tradesOf(exchange, trader)).forEach(trades::addAll);
        }

        assertThat(ahead()).isGreaterThanOrEqualTo(ahead + MANY);
        assertThat(exchange.aborts()).isZero();
        cashIsWhatTheTradesLeft(trades);
    }

    /** What an LP has is known by its key as well, so that none of them slows the traders down. */
    @Test
    void contributions_and_claims_among_the_trades_are_decided_ahead_with_them() {
        List<UserId> lps = exchange.tradersWith(LPS, "1000");
        double ahead = ahead();
        long batches = exchange.batches();

        List<Attempt<List<Trade>>> all =
                Callers.atOnce(
                        CALLERS + LPS,
                        caller ->
                                caller < CALLERS
                                        ? tradesOf(exchange, traders.get(caller))
                                        : contributing(lps.get(caller - CALLERS)));

        assertThat(ahead() - ahead).isGreaterThan((exchange.batches() - batches) / 2.0);
        assertThat(exchange.aborts()).isZero();
        cashIsWhatTheTradesLeft(all.stream().map(Attempt::value).flatMap(List::stream).toList());
        lps.forEach(this::standsWithAllItsLots);
    }

    private List<Trade> contributing(UserId lp) {
        for (int i = 0; i < TRADES_EACH / 2; i++) {
            accepted(exchange.contribute(lp, asset, "1"));
            exchange.claimFees(lp, asset);
        }
        return List.of();
    }

    private void standsWithAllItsLots(UserId lp) {
        assertThat(exchange.provided(lp, asset).position().principal())
                .hasToString(Integer.toString(TRADES_EACH / 2));
        assertThat(database.count("lp_lots where amount = 1 and user_id = '" + lp + "'"))
                .isEqualTo(TRADES_EACH / 2);
    }

    /** Business time is read with where the book stands, and not known by key. */
    @Test
    void batches_after_a_move_of_the_clock_have_the_new_time() {
        UserId watcher = exchange.traderWith("1000");

        List<Trade> trades =
                Callers.atOnce(
                                CALLERS + 1,
                                caller ->
                                        caller == CALLERS
                                                ? tradesBehindMovesOfTheClock(watcher)
                                                : tradesOf(exchange, traders.get(caller)))
                        .stream()
                        .map(Attempt::value)
                        .flatMap(List::stream)
                        .toList();

        cashIsWhatTheTradesLeft(trades);
    }

    private List<Trade> tradesBehindMovesOfTheClock(UserId watcher) {
        List<Trade> trades = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Moved moved = moveTheClock(Duration.ofHours(1));
            Trade trade = accepted(exchange.buy(watcher, asset, "0.5"));
            assertThat(trade.executedAt()).isAfterOrEqualTo(moved.businessTime());
            trades.add(trade);
        }
        return trades;
    }

    private Moved moveTheClock(Duration forward) {
        Call call =
                Exchange.userCall(UserId.of(UUID.randomUUID()), "MoveClock", forward.toString());
        return accepted(
                exchange.use(MovingClock.class)
                        .move(call, forward, Submitting.TO_TAKE_EFFECT, Deadline.none()));
    }

    @Test
    void two_nodes_that_write_side_by_side_decide_in_vain_at_times_and_never_wrongly() {
        try (Exchange other = Exchange.on(database)) {
            List<List<Trade>> ofBoth =
                    Callers.atOnce(2, node -> tradeAll(node == 0 ? exchange : other)).stream()
                            .map(Attempt::value)
                            .toList();

            cashIsWhatTheTradesLeft(ofBoth.stream().flatMap(List::stream).toList());
            assertThat(exchange.aborts() + other.aborts()).isZero();
        }
    }

    /**
     * As with a node that runs jobs: it costs this one the rows that were changed, and no others.
     */
    @Test
    void a_batch_of_another_node_takes_back_what_was_decided_ahead_and_nothing_else_is_forgotten() {
        try (Exchange other = Exchange.on(database)) {
            UserId elsewhere = other.traderWith("1000");
            List<Trade> trades = new ArrayList<>(tradesOf(other, elsewhere));
            trades.addAll(tradesOf(exchange, elsewhere));
            double lost = exchange.count("megatron.book.lost.track");
            double forgotten = exchange.count("megatron.book.forgotten");
            double caughtUp = exchange.count("megatron.book.caught.up");
            double inVain = inVain();

            for (int round = 0; round < 10 && inVain() < inVain + 3; round++) {
                Callers.atOnce(
                                CALLERS + 1,
                                caller ->
                                        caller == CALLERS
                                                ? tradesOf(other, elsewhere)
                                                : tradesOf(exchange, traders.get(caller)))
                        .forEach(attempt -> trades.addAll(attempt.value()));
            }

            assertThat(inVain()).isGreaterThanOrEqualTo(inVain + 3);
            assertThat(exchange.count("megatron.book.caught.up"))
                    .isGreaterThanOrEqualTo(caughtUp + 3);
            assertThat(exchange.count("megatron.book.lost.track")).isEqualTo(lost);
            assertThat(exchange.count("megatron.book.forgotten")).isEqualTo(forgotten);
            assertThat(exchange.aborts() + other.aborts()).isZero();
            cashIsWhatTheTradesLeft(trades);
        }
    }

    @Test
    void a_batch_that_fails_takes_the_one_decided_after_it_back_and_nobody_is_told_otherwise() {
        everySeventhBatchFails();
        double inVain = inVain();

        List<Trade> trades = tradesUntil(() -> inVain() > inVain);

        cashIsWhatTheTradesLeft(trades);
    }

    @Test
    void commits_that_are_lost_under_load_are_each_told_truly() {
        double ahead = ahead();
        List<Trade> trades = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            if (round % 2 == 0) {
                wire.loseCommitsAfterTheServer(3);
            } else {
                wire.loseCommitsBeforeTheServer(3);
            }
            trades.addAll(tradeAll(exchange));
        }

        assertThat(wire.commitsToLose()).isZero();
        assertThat(ahead()).isGreaterThan(ahead);
        cashIsWhatTheTradesLeft(trades);
    }

    @Test
    void a_request_that_is_sent_again_while_its_first_batch_is_written_is_one_trade() {
        List<List<Trade>> twice =
                Callers.atOnce(
                                CALLERS,
                                caller ->
                                        IntStream.range(0, TRADES_EACH)
                                                .mapToObj(i -> boughtTwice(traders.get(caller)))
                                                .toList())
                        .stream()
                        .map(Attempt::value)
                        .toList();

        cashIsWhatTheTradesLeft(twice.stream().flatMap(List::stream).toList());
    }

    /** The same request, twice at once; both are told of the same trade. */
    private Trade boughtTwice(UserId trader) {
        UUID requestId = UUID.randomUUID();
        Order order = Orders.parse(asset, "buy for 0.5 min 0");
        List<Trade> both =
                Callers.atOnce(2, ignored -> accepted(exchange.trade(trader, requestId, order)))
                        .stream()
                        .map(Attempt::value)
                        .toList();
        assertThat(both.getFirst()).isEqualTo(both.getLast());
        return both.getFirst();
    }

    private List<Trade> tradeAll(Exchange node) {
        return Callers.atOnce(CALLERS, caller -> tradesOf(node, traders.get(caller))).stream()
                .map(Attempt::value)
                .flatMap(List::stream)
                .toList();
    }

    /** Whether enough callers are back before a batch is written, is the machine's mood. */
    private List<Trade> tradesUntil(BooleanSupplier seen) {
        List<Trade> trades = new ArrayList<>();
        for (int round = 0; round < 10 && !seen.getAsBoolean(); round++) {
            trades.addAll(tradeAll(exchange));
        }
        assertThat(seen.getAsBoolean()).isTrue();
        return trades;
    }

    private List<Trade> tradesOf(Exchange node, UserId trader) {
        return IntStream.range(0, TRADES_EACH)
                .mapToObj(i -> node.buy(trader, asset, "0.5"))
                .map(Exchange::accepted)
                .toList();
    }

    /** What callers were told is what stands there, each trade once, in one order without gaps. */
    private void cashIsWhatTheTradesLeft(List<Trade> told) {
        List<Trade> stored = exchange.reading().ofAsset(asset, Long.MAX_VALUE, 100_000);
        // A list would be searched from its beginning for each trade that was told.
        assertThat(told).allMatch(new HashSet<>(stored)::contains);
        assertThat(stored.stream().map(Trade::tradeSeq).sorted().toList())
                .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
        for (UserId trader : traders) {
            Usdc spent =
                    exchange
                            .reading()
                            .ofUser(trader, Optional.of(asset), Long.MAX_VALUE, 10_000)
                            .stream()
                            .map(Trade::gross)
                            .reduce(Usdc.ZERO, Usdc::plus);
            assertThat(exchange.cash(trader)).isEqualTo(Usdc.parse("1000").minus(spent).toString());
        }
    }

    private double ahead() {
        return exchange.count("megatron.book.ahead");
    }

    private double overtaking() {
        return exchange.count("megatron.book.overtaking");
    }

    private double inVain() {
        return exchange.count("megatron.book.in.vain");
    }

    /** From now on, of all batches that are not of a few commands only. */
    private void everySeventhBatchFails() {
        asSuperuser(
                "create sequence failures",
                "grant usage on sequence failures to public",
                """
                create or replace function fail() returns trigger language plpgsql as $$
                begin
                    if nextval('failures') % 7 = 0 and (select count(*) from added) > 3 then
                        raise exception 'raised by the test' using errcode = '23514';
                    end if;
                    return null;
                end $$
                """,
                "create trigger failing after insert on trades referencing new table as added"
                        + " for each statement execute function fail()");
    }

    private void asSuperuser(String... statements) {
        try (Connection connection = database.asSuperuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
