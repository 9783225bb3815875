package io.megatron.core.operations;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.Users;
import io.megatron.core.funding.WithdrawingPrincipal;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.operations.MovingClock.Moved;
import io.megatron.core.operations.MovingClock.Reading;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.ScriptedCommand;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Business time is moved forward for all nodes at once, in a development installation only. */
class MovingClockTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00.123456Z");
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final SettableClock realTime = SettableClock.at(START);
    private final TestDatabase database = TestDatabases.fresh("clock");
    private final Exchange exchange = Exchange.on(database, realTime);
    private final Exchange otherNode = Exchange.on(database, realTime);

    @AfterEach
    void close() {
        try (exchange;
                otherNode) {
            exchange.reconciles();
            assertThat(exchange.aborts() + otherNode.aborts()).isZero();
        }
    }

    private Outcome<Moved> move(Call call, Duration forward, Submitting submitting) {
        return exchange.use(MovingClock.class).move(call, forward, submitting, Deadline.none());
    }

    private Moved forward(Duration forward) {
        return accepted(move(movingCall(forward), forward, Submitting.TO_TAKE_EFFECT));
    }

    private static Call movingCall(Duration forward) {
        return Exchange.userCall(UserId.of(UUID.randomUUID()), "MoveClock", forward.toString());
    }

    private static Reading read(Exchange node) {
        return node.use(MovingClock.class).read();
    }

    @Test
    void an_unmoved_clock_shows_real_time() {
        assertThat(read(exchange)).isEqualTo(new Reading(START, START, Duration.ZERO, true));
        assertThat(exchange.use(Clock.class).instant()).isEqualTo(START);
    }

    @Test
    void moving_a_week_forward_makes_a_lot_vest_on_every_node() {
        AssetId asset = exchange.unfundedAsset("1", "0.001");
        UserId lp = exchange.traderWith("2500");
        accepted(exchange.contribute(lp, asset, "2500"));
        assertThat(otherNode.provided(lp, asset).available()).hasToString("0");

        Moved moved = forward(A_WEEK);

        assertThat(moved).isEqualTo(new Moved(START.plus(A_WEEK), A_WEEK));
        assertThat(exchange.provided(lp, asset).available()).hasToString("625");
        assertThat(otherNode.provided(lp, asset).available()).hasToString("625");
        assertThat(otherNode.provided(lp, asset).asOf()).isEqualTo(START.plus(A_WEEK));
    }

    @Test
    void a_node_that_has_written_nothing_since_shows_the_new_time_as_well() {
        forward(A_WEEK);
        realTime.advance(Duration.ofSeconds(5));

        Reading expected =
                new Reading(START.plus(A_WEEK).plusSeconds(5), START.plusSeconds(5), A_WEEK, true);
        assertThat(read(otherNode)).isEqualTo(expected);
        assertThat(read(exchange)).isEqualTo(expected);
    }

    @Test
    void trades_after_the_move_carry_the_new_time_and_ids_stay_in_the_order_of_time() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        Trade before = accepted(exchange.buy(trader, asset, "1"));

        forward(MovingClock.FARTHEST);
        Trade after = accepted(otherNode.buy(trader, asset, "1"));
        forward(MovingClock.FARTHEST);
        Trade last = accepted(exchange.buy(trader, asset, "1"));

        assertThat(List.of(before, after, last))
                .extracting(Trade::executedAt)
                .containsExactly(
                        START,
                        START.plus(MovingClock.FARTHEST),
                        START.plus(MovingClock.FARTHEST.multipliedBy(2)));
        assertThat(List.of(before, after, last))
                .extracting(trade -> trade.id().toString())
                .isSorted();
        for (Trade trade : List.of(before, after, last)) {
            assertThat(exchange.reading().ofUser(trader, trade.id())).contains(trade);
        }
    }

    /** An id that is made before the book is asked must not be of the time before the move. */
    @Test
    void an_asset_of_a_node_that_has_not_heard_of_the_move_has_an_id_of_the_new_time() {
        AssetId before = exchange.unfundedAsset("1", "0");
        forward(A_WEEK);

        AssetId after = otherNode.unfundedAsset("1", "0");

        assertThat(milliseconds(before)).isEqualTo(START.toEpochMilli());
        assertThat(milliseconds(after)).isEqualTo(START.plus(A_WEEK).toEpochMilli());
    }

    private static long milliseconds(AssetId id) {
        return id.value().getMostSignificantBits() >>> 16;
    }

    @Test
    void a_window_of_time_ends_at_the_new_time_on_a_node_that_has_not_heard_of_the_move() {
        AssetId asset = exchange.unfundedAsset("1", "0.001");
        accepted(exchange.contribute(exchange.traderWith("20000"), asset, "20000"));
        UserId lp = exchange.traderWith("2000");
        accepted(exchange.contribute(lp, asset, "2000"));
        forward(Duration.ofDays(180));
        assertThat(instantly(otherNode, lp, asset, "500")).isEqualTo("500");

        assertThat(instantly(otherNode, lp, asset, "100")).isEqualTo("0");

        forward(A_DAY);

        assertThat(workedOff(otherNode, asset)).isEqualTo("100");
        assertThat(database.values("select paid_before from lp_payments order by paid_at"))
                .as("what had left in the day before each payment")
                .containsExactly("0.000000", "0.000000");
    }

    /** What a queue is paid by a node that asks nobody for the time before it takes the book. */
    private static String workedOff(Exchange node, AssetId asset) {
        return accepted(
                        node.use(WithdrawingPrincipal.class)
                                .work(
                                        asset,
                                        UUID.randomUUID(),
                                        10,
                                        Submitting.TO_TAKE_EFFECT,
                                        Deadline.none()))
                .paid()
                .toString();
    }

    private static String instantly(Exchange node, UserId lp, AssetId asset, String usdc) {
        return accepted(
                        node.use(WithdrawingPrincipal.class)
                                .request(
                                        Exchange.userCall(lp, "withdraw", usdc),
                                        asset,
                                        Usdc.parse(usdc),
                                        Submitting.TO_TAKE_EFFECT,
                                        Deadline.none()))
                .withdrawal()
                .instant()
                .toString();
    }

    /** Records at which times its rows were asked for. */
    private static final class Watched implements BookTable<UserId, User> {
        private final Users users;
        private final List<Instant> asked = new ArrayList<>();

        Watched(Users users) {
            this.users = users;
        }

        @Override
        public Map<UserId, User> load(Set<UserId> keys) {
            return users.load(keys);
        }

        @Override
        public Map<UserId, User> load(Set<UserId> keys, Instant at) {
            // A question is put twice in each round trip, see AskingTogether.
            if (asked.isEmpty() || !asked.getLast().equals(at)) {
                asked.add(at);
            }
            return load(keys);
        }

        @Override
        public void persist(Changes<User> changes) {
            users.persist(changes);
        }
    }

    @Test
    void rows_are_asked_for_again_once_after_a_move_and_not_at_all_without() {
        forward(A_DAY);
        realTime.advance(Duration.ofSeconds(1));

        assertThat(timesAskedFor(otherNode))
                .containsExactly(START.plusSeconds(1), START.plusSeconds(1).plus(A_DAY));
        realTime.advance(Duration.ofSeconds(1));
        assertThat(timesAskedFor(otherNode)).containsExactly(START.plusSeconds(2).plus(A_DAY));
    }

    private static List<Instant> timesAskedFor(Exchange node) {
        Watched watched = new Watched(node.use(Users.class));
        UserId nobody = UserId.of(UUID.randomUUID());
        accepted(
                node.book()
                        .write(
                                new ScriptedCommand(
                                        Exchange.adminCall("look"),
                                        keys -> keys.add(watched, nobody),
                                        draft -> Outcome.accepted("looked")),
                                Deadline.none()));
        return watched.asked;
    }

    @Test
    void the_same_request_moves_once_and_hears_the_first_answer() {
        Call call = movingCall(A_DAY);
        Moved first = accepted(move(call, A_DAY, Submitting.TO_TAKE_EFFECT));
        forward(A_DAY);

        Outcome<Moved> again =
                otherNode
                        .use(MovingClock.class)
                        .move(call, A_DAY, Submitting.TO_TAKE_EFFECT, Deadline.none());

        assertThat(again).isEqualTo(new Outcome.Accepted<>(first, true));
        assertThat(read(exchange).offset()).isEqualTo(A_DAY.multipliedBy(2));
    }

    @Test
    void a_request_id_of_another_call_moves_nothing() {
        Call call = movingCall(A_DAY);
        accepted(move(call, A_DAY, Submitting.TO_TAKE_EFFECT));
        Call other =
                Call.of(call.subject(), call.requestId(), call.method(), Map.of("payload", "P7D"));

        assertThat(refused(move(other, A_WEEK, Submitting.TO_TAKE_EFFECT)))
                .isEqualTo(Rejection.REQUEST_ID_REUSED);

        assertThat(read(exchange).offset()).isEqualTo(A_DAY);
    }

    @Test
    void moves_of_one_batch_add_up() {
        List<Callable<Moved>> moves = List.of(() -> forward(A_DAY), () -> forward(A_WEEK));

        List<Attempt<Moved>> attempts = exchange.inOneBatch(moves);

        Duration both = A_DAY.plus(A_WEEK);
        assertThat(attempts)
                .extracting(Attempt::value)
                .containsExactly(
                        new Moved(START.plus(A_DAY), A_DAY), new Moved(START.plus(both), both));
        assertThat(read(otherNode).businessTime()).isEqualTo(START.plus(both));
    }

    @Test
    void to_validate_a_move_tells_its_answer_and_moves_nothing() {
        forward(A_DAY);
        Map<String, String> before = database.contents();

        assertThat(accepted(move(movingCall(A_WEEK), A_WEEK, Submitting.VALIDATE_ONLY)))
                .isEqualTo(new Moved(START.plus(A_DAY).plus(A_WEEK), A_DAY.plus(A_WEEK)));

        assertThat(database.contents()).isEqualTo(before);
        assertThat(read(exchange).offset()).isEqualTo(A_DAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "P-1D", "P400DT0.000001S"})
    void back_not_at_all_and_too_far_are_no_moves(String forward) {
        assertThatThrownBy(() -> forward(Duration.parse(forward)))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(read(exchange).offset()).isEqualTo(Duration.ZERO);
    }

    @Test
    void a_node_whose_own_clock_is_behind_does_not_take_time_back() {
        SettableClock slow = SettableClock.at(START.minus(Duration.ofHours(1)));
        forward(A_DAY);
        exchange.traderWith("1");
        try (Exchange behind = Exchange.on(database, slow)) {
            assertThat(read(behind).businessTime()).isEqualTo(START.plus(A_DAY));
            assertThat(behind.use(Clock.class).instant()).isEqualTo(START.plus(A_DAY));
            AssetId asset = behind.asset("1", "0");
            assertThat(accepted(behind.buy(behind.traderWith("1"), asset, "1")).executedAt())
                    .isEqualTo(START.plus(A_DAY));
        }
    }

    @Test
    void whoever_trades_meanwhile_is_not_disturbed_and_time_never_goes_back() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("1000");

        List<Attempt<Object>> attempts =
                Callers.atOnce(
                        12,
                        i -> {
                            Exchange node = i % 2 == 0 ? exchange : otherNode;
                            for (int n = 0; n < 5; n++) {
                                if (i == 0) {
                                    forward(A_DAY);
                                } else {
                                    accepted(node.buy(trader, asset, "1"));
                                }
                            }
                            return i;
                        });

        assertThat(attempts).allSatisfy(attempt -> assertThat(attempt.value()).isNotNull());
        assertThat(read(otherNode).businessTime()).isEqualTo(START.plus(A_DAY.multipliedBy(5)));
        assertThat(
                        database.count(
                                "(select booked_at < lag(booked_at) over (order by seq) as back"
                                        + " from transfers) t where back"))
                .isZero();
        assertThat(
                        database.count(
                                "(select executed_at < lag(executed_at) over (order by id) as"
                                        + " back from trades) t where back"))
                .isZero();
    }

    @Test
    void a_start_after_the_move_prepares_the_months_of_business_time() {
        forward(MovingClock.FARTHEST);
        YearMonth farthest = YearMonth.now(ZoneOffset.UTC).plusMonths(20);
        String partition = "trades_" + farthest.toString().replace('-', '_');
        assertThat(database.value("select to_regclass('" + partition + "') is null"))
                .isEqualTo("t");

        PreparingDatabase.prepare(
                new PreparingDatabase.Plan(
                        Optional.empty(), database.address().applicationUrl(), "development", 50));

        assertThat(database.value("select to_regclass('" + partition + "') is not null"))
                .isEqualTo("t");
    }

    @Test
    void the_clock_of_a_production_installation_is_real_time_whoever_asks() {
        try (Exchange production = Exchange.on(TestDatabases.bornAs("production"), realTime)) {
            MovingClock clock = production.use(MovingClock.class);
            Map<String, String> before = production.database().contents();

            for (Submitting submitting : Submitting.values()) {
                assertThat(
                                refused(
                                        clock.move(
                                                movingCall(A_DAY),
                                                A_DAY,
                                                submitting,
                                                Deadline.none())))
                        .isEqualTo(Rejection.DEVELOPMENT_ONLY);
            }

            assertThat(clock.read()).isEqualTo(new Reading(START, START, Duration.ZERO, false));
            assertThat(production.database().contents()).isEqualTo(before);
            assertThatThrownBy(() -> moveBehindTheBack(production.database()))
                    .hasMessageContaining("not created as development");
            assertThat(production.database().contents()).isEqualTo(before);
        }
    }

    private static void moveBehindTheBack(TestDatabase database) throws SQLException {
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement()) {
            owner.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            statement.execute("update business_clock set offset_micros = 1");
        }
    }
}
