package io.megatron.core.operations;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.Outcome;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Load;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.core.trading.Order;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ForgettingRequestsTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration A_MICROSECOND = Duration.ofNanos(1_000);

    @Test
    void a_request_is_answered_again_for_ninety_days_to_the_microsecond_and_then_is_a_new_call() {
        SettableClock clock = SettableClock.at(START);
        try (Exchange exchange = Exchange.on(TestDatabases.fresh("retention"), clock)) {
            AssetId asset = exchange.asset("1", "0");
            UserId trader = exchange.traderWith("100");
            Order order = Orders.parse(asset, "buy for 10 min 0");
            UUID requestId = UUID.randomUUID();
            Trade first = accepted(exchange.trade(trader, requestId, order));
            clock.set(START.plus(Duration.ofDays(90)));
            exchange.traderWith("0");
            assertThat(forget(exchange)).isZero();

            assertThat(exchange.trade(trader, requestId, order))
                    .isEqualTo(new Outcome.Accepted<>(first, true));
            clock.advance(A_MICROSECOND);
            exchange.traderWith("0");
            long younger = exchange.database().count("requests where booked_at > '" + START + "'");

            assertThat(forget(exchange)).isPositive();

            assertThat(exchange.database().count("requests")).isEqualTo(younger);
            assertThat(forget(exchange)).isZero();
            Outcome<Trade> anew = exchange.trade(trader, requestId, order);
            assertThat(anew).isInstanceOf(Outcome.Accepted.class);
            assertThat(accepted(anew).id()).isNotEqualTo(first.id());
            assertThat(exchange.cash(trader)).isEqualTo("80");
            exchange.reconciles();
        }
    }

    @Test
    void the_application_can_neither_delete_requests_nor_have_younger_ones_deleted()
            throws SQLException {
        try (Exchange exchange = Exchange.fresh()) {
            exchange.traderWith("1");
            long before = exchange.database().count("requests");
            try (Connection connection = exchange.database().asApplication();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("delete from requests"))
                        .hasMessageContaining("permission denied");
                assertThatThrownBy(() -> statement.execute("select purge_requests(now(), 10)"))
                        .hasMessageContaining("kept for 90 days");
                statement.execute("set timezone = 'Europe/Berlin'");
                assertThatThrownBy(
                                () ->
                                        statement.execute(
                                                "select purge_requests(last_time - interval '2159"
                                                        + " hours', 10) from book_state"))
                        .hasMessageContaining("kept for 90 days");
            }
            assertThat(exchange.database().count("requests")).isEqualTo(before);
            exchange.reconciles();
        }
    }

    @Test
    void forgetting_beside_trades_harms_nobody() {
        try (Exchange exchange = Exchange.fresh();
                Load load = Load.on(exchange, 16)) {
            exchange.database()
                    .execute(
                            "insert into requests select gen_random_uuid(), gen_random_uuid(),"
                                    + " 'old', '{}', '', timestamptz '2020-01-01' + i * interval"
                                    + " '1 minute' from generate_series(1, 5000) i");
            load.awaitAnswers(200, Duration.ofSeconds(30));
            long forgotten = 0;
            long last;
            do {
                last = exchange.use(ForgettingRequests.class).forget(250);
                forgotten += last;
            } while (last == 250);
            load.awaitAnswers(200, Duration.ofSeconds(30));

            assertThat(load.stop()).containsOnlyKeys("Accepted", "Refused");
            load.verify(exchange);
            assertThat(forgotten).isEqualTo(5000);
            assertThat(exchange.aborts()).isZero();
            exchange.reconciles();
        }
    }

    private static long forget(Exchange exchange) {
        return exchange.use(ForgettingRequests.class).forget(1000);
    }
}
