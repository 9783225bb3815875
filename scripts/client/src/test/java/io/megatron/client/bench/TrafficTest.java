package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long SEED = 20261122;
    private static final int USERS = 200;
    private static final int ASSETS = 3;
    private static final int CALLERS = 64;
    private static final int TRADES = 20_000;

    private final Traffic traffic = new Traffic(new SplittableRandom(SEED), USERS, ASSETS);
    private final Map<String, Long> shares = new HashMap<>();

    @Test
    void nobody_trades_twice_at_once_and_nobody_sells_more_than_is_held() {
        Queue<Order> underWay = new ArrayDeque<>();
        Set<Integer> trading = new HashSet<>();
        for (int trade = 0; trade < TRADES; trade++) {
            if (underWay.size() == CALLERS) {
                Order oldest = underWay.remove();
                trading.remove(oldest.user());
                traffic.ended(oldest, execute(oldest));
            }
            Order order = traffic.next();
            assertThat(trading.add(order.user())).as("seed %d, %s", SEED, order).isTrue();
            assertThat(order.micros()).as("seed %d, %s", SEED, order).isPositive();
            underWay.add(order);
        }
    }

    @Test
    void about_seventy_of_a_hundred_trades_are_buys() {
        int buys = 0;
        for (int trade = 0; trade < TRADES; trade++) {
            Order order = traffic.next();
            buys += order.side() == Order.Side.BUY ? 1 : 0;
            traffic.ended(order, execute(order));
        }
        assertThat(buys * 100.0 / TRADES).as("seed %d", SEED).isBetween(68.0, 72.0);
    }

    @Test
    void what_nobody_knows_the_result_of_is_not_sold() {
        Traffic lonely = new Traffic(new SplittableRandom(SEED), 2, 1);
        for (int trade = 0; trade < 100; trade++) {
            Order order = lonely.next();
            assertThat(order.side()).isEqualTo(Order.Side.BUY);
            lonely.ended(order, 0);
        }
    }

    /** At a price of one, and says what is then held. */
    private long execute(Order order) {
        long change = order.side() == Order.Side.BUY ? order.micros() : -order.micros();
        long after = shares.merge(order.user() + "/" + order.asset(), change, Long::sum);
        assertThat(after).as("seed %d, %s", SEED, order).isNotNegative();
        return after;
    }
}
