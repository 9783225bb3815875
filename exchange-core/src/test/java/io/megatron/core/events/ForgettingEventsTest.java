package io.megatron.core.events;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.Rejection;
import io.megatron.core.events.ReadingEvents.Filter;
import io.megatron.core.events.ReadingEvents.Found;
import io.megatron.core.pricing.ForgettingTicks;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ForgettingEventsTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration A_MICROSECOND = Duration.ofNanos(1_000);
    private static final Filter ALL = new Filter(Optional.empty(), Optional.empty());

    private final SettableClock clock = SettableClock.at(START);
    private Exchange exchange;
    private AssetId asset;
    private UserId trader;

    @BeforeEach
    void start() {
        exchange = Exchange.on(TestDatabases.fresh("purged_events"), clock);
        asset = exchange.asset("1", "0");
        trader = exchange.traderWith("100");
        buy();
    }

    @AfterEach
    void stop() {
        exchange.close();
    }

    private void buy() {
        accepted(
                exchange.trade(trader, UUID.randomUUID(), Orders.parse(asset, "buy for 10 min 0")));
    }

    private void everybodyHasHadThem() {
        exchange.database()
                .execute(
                        "update relay_shards set relayed_id = (select last_event_id from"
                                + " book_state)");
        exchange.database()
                .execute(
                        "update event_consumers set consumed_id = (select last_event_id from"
                                + " book_state)");
    }

    private long forget() {
        return exchange.use(ForgettingEvents.class).forget(1_000);
    }

    private Found after(long position) {
        return accepted(exchange.use(ReadingEvents.class).after(position, ALL, 1_000));
    }

    @Test
    void an_event_is_kept_for_thirty_days_to_the_microsecond_and_the_books_are_right_without_it() {
        long old = exchange.use(ReadingEvents.class).lastId();
        everybodyHasHadThem();
        clock.set(START.plus(Duration.ofDays(30)));
        buy();
        everybodyHasHadThem();
        assertThat(forget()).isZero();
        clock.advance(A_MICROSECOND);
        buy();
        everybodyHasHadThem();

        assertThat(forget()).isEqualTo(old);
        assertThat(forget()).isZero();

        assertThat(exchange.use(ReadingEvents.class).beginning()).isEqualTo(old);
        assertThat(after(old).events()).hasSize(2).extracting("id").first().isEqualTo(old + 1);
        for (long position : new long[] {0, old - 1}) {
            assertThat(refused(exchange.use(ReadingEvents.class).after(position, ALL, 10)))
                    .isEqualTo(Rejection.EVENTS_PURGED);
        }
        exchange.reconciles();
    }

    @Test
    void an_event_that_somebody_has_not_had_stays_and_so_does_everything_after_it() {
        long all = exchange.database().count("outbox");
        everybodyHasHadThem();
        exchange.database().execute("update relay_shards set relayed_id = 1");
        passTime();
        assertThat(forget()).isEqualTo(1);

        everybodyHasHadThem();
        exchange.database().execute("update event_consumers set consumed_id = 2");
        assertThat(forget()).isEqualTo(1);

        everybodyHasHadThem();
        assertThat(forget()).isEqualTo(all - 2);
        exchange.reconciles();
    }

    private void passTime() {
        clock.advance(Duration.ofDays(31));
        exchange.traderWith("0");
    }

    @Test
    void an_event_that_is_missing_and_was_not_purged_is_found() {
        everybodyHasHadThem();
        exchange.database().correct("delete from outbox where kind = 'trade_executed'");

        assertThatThrownBy(exchange::reconciles)
                .hasMessageContaining("trades_settled_and_announced");

        exchange.database().correct("update purged_events set up_to_id = 1000");
        exchange.reconciles();
    }

    @Test
    void the_application_can_neither_delete_events_nor_have_younger_ones_deleted()
            throws SQLException {
        everybodyHasHadThem();
        try (Connection connection = exchange.database().asApplication();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("delete from outbox"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("update purged_events set up_to_id = 9"))
                    .hasMessageContaining("permission denied");
            for (String function : new String[] {"purge_events(%s, 10)", "purge_ticks(%s)"}) {
                assertThatThrownBy(
                                () ->
                                        statement.execute(
                                                "select "
                                                        + function.formatted(
                                                                "last_time - interval '167 hours'")
                                                        + " from book_state"))
                        .hasMessageContaining("kept for seven days");
            }
        }
    }

    @Test
    void ticks_go_by_the_month_and_never_one_that_is_not_over() {
        exchange.use(ForgettingTicks.class).forget();
        exchange.database().execute("select ensure_tick_partitions('2029-09-01', 6)");
        for (String day : new String[] {"2029-09-30", "2029-10-01", "2029-10-31", "2029-12-01"}) {
            exchange.database()
                    .execute(
                            "insert into ticks values ('%s', %s, '%s 12:00Z', 1, 1, 1, false, 1, 0, 1, 0, 0, 0, 0)"
                                    .formatted(asset, day.replace("-", ""), day));
        }

        assertThat(exchange.use(ForgettingTicks.class).forget()).isEqualTo(1);
        assertThat(exchange.use(ForgettingTicks.class).forget()).isZero();

        assertThat(exchange.database().count("ticks")).isEqualTo(3);
        clock.advance(Duration.ofDays(30));
        exchange.traderWith("0");
        assertThat(exchange.use(ForgettingTicks.class).forget()).isEqualTo(1);
        assertThat(exchange.database().count("ticks")).isEqualTo(1);
    }
}
