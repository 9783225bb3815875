package io.megatron.core.seeding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.seeding.SeedingExchange.Seeded;
import io.megatron.core.testing.Exchange;
import io.megatron.mapper.ids.AssetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SeedingExchangeTest {
    private static final SeedSize SIZE = new SeedSize(42, 120, 30, 1_500);

    @Test
    void the_same_seed_makes_the_same_holdings_and_prices_anywhere() {
        List<String> first;
        try (Exchange exchange = Exchange.fresh()) {
            Seeded seeded = seed(exchange, SIZE);
            assertThat(seeded).isEqualTo(new Seeded(1_500, Map.of()));
            exchange.reconciles();
            first = figures(exchange);
        }
        try (Exchange exchange = Exchange.fresh()) {
            seed(exchange, SIZE);
            assertThat(figures(exchange)).isEqualTo(first);
        }
    }

    @Test
    void the_same_again_makes_nothing_twice_and_more_trades_go_on_from_there() {
        SeedSize fewer = new SeedSize(42, 120, 30, 700);
        List<String> inOne;
        try (Exchange exchange = Exchange.fresh()) {
            seed(exchange, SIZE);
            inOne = figures(exchange);
        }
        try (Exchange exchange = Exchange.fresh()) {
            Seeded once = seed(exchange, fewer);
            List<String> after = figures(exchange);
            assertThat(seed(exchange, fewer)).isEqualTo(once);
            assertThat(figures(exchange)).isEqualTo(after);
            seed(exchange, SIZE);
            assertThat(figures(exchange)).isEqualTo(inOne);
            exchange.reconciles();
        }
    }

    @Test
    void another_size_makes_others_beside_them() {
        try (Exchange exchange = Exchange.fresh()) {
            seed(exchange, new SeedSize(1, 1, 1, 10));
            seed(exchange, new SeedSize(1, 2, 1, 10));
            seed(exchange, new SeedSize(2, 1, 1, 10));
            assertThat(exchange.database().values("select id from users")).hasSize(4);
            assertThat(exchange.database().values("select symbol from assets")).hasSize(3);
            exchange.reconciles();
        }
    }

    @Test
    void people_without_money_end_it_with_a_word() {
        SeedSize size = new SeedSize(1, 1, 1, 1_000_000);
        SeededOrders orders =
                new SeededOrders(
                        size,
                        new SeededPeople(size),
                        new SeededAssets(size),
                        List.of(AssetId.of(UUID.randomUUID())));
        // Nobody ever hears that anything was bought, so there is nothing to sell either.
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                orders.next();
                            }
                        })
                .hasMessageStartingWith("fees have taken what these users had");
    }

    @Test
    void it_says_how_far_it_is() {
        List<String> heard = new ArrayList<>();
        try (Exchange exchange = Exchange.fresh()) {
            exchange.use(SeedingExchange.class)
                    .seed(
                            new SeedSize(3, 60, 2, 600),
                            (what, made, of) -> heard.add(what + " " + made + " of " + of));
        }
        assertThat(heard)
                .containsExactly(
                        "users 60 of 60",
                        "assets 2 of 2",
                        "trades 512 of 600",
                        "trades 600 of 600");
    }

    @Test
    void what_cannot_be_made_is_refused_by_name() {
        assertThatThrownBy(() -> new SeedSize(1, 0, 1, 1))
                .hasMessage("users has to be from 1 to 10000000");
        assertThatThrownBy(() -> new SeedSize(1, 1, 10_001, 1))
                .hasMessage("assets has to be from 1 to 10000");
        assertThatThrownBy(() -> new SeedSize(1, 1, 1, -1)).hasMessageStartingWith("trades");
    }

    private static Seeded seed(Exchange exchange, SeedSize size) {
        return exchange.use(SeedingExchange.class).seed(size, (what, made, of) -> {});
    }

    /** Everything but ids that the moment makes, and times. */
    private static List<String> figures(Exchange exchange) {
        List<String> figures = new ArrayList<>();
        figures.addAll(
                exchange.database()
                        .values(
                                "select concat_ws(' ', owner, kind, balance) from balances where"
                                        + " owner in (select id from users) order by 1"));
        figures.addAll(
                exchange.database()
                        .values(
                                "select concat_ws(' ', symbol, supply, base_price, slope) from"
                                        + " assets order by 1"));
        figures.addAll(
                exchange.database()
                        .values(
                                "select concat_ws(' ', p.user_id, a.symbol, p.shares) from"
                                        + " positions p join assets a on a.id = p.asset_id"
                                        + " order by 1"));
        return figures;
    }
}
