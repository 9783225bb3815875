package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
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

    private final Traffic traffic =
            new Traffic(new SplittableRandom(SEED), USERS, Popularity.zipf(ASSETS));
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
        Traffic lonely = new Traffic(new SplittableRandom(SEED), 2, Popularity.even(1));
        for (int trade = 0; trade < 100; trade++) {
            Order order = lonely.next();
            assertThat(order.side()).isEqualTo(Order.Side.BUY);
            lonely.ended(order, 0);
        }
    }

    @Test
    void the_first_asset_is_wanted_twice_as_much_as_the_second_and_a_hundred_times_the_last() {
        SplittableRandom random = new SplittableRandom(SEED);
        Popularity zipf = Popularity.zipf(100);
        Popularity even = Popularity.even(100);
        int[] wanted = new int[100];
        int[] evenly = new int[100];
        for (int i = 0; i < 1_000_000; i++) {
            wanted[zipf.any(random)]++;
            evenly[even.any(random)]++;
        }
        assertThat(wanted[0] * 1.0 / wanted[1]).as("seed %d", SEED).isBetween(1.95, 2.05);
        assertThat(wanted[0] * 1.0 / wanted[99]).as("seed %d", SEED).isBetween(92.0, 108.0);
        assertThat(Arrays.stream(evenly).boxed())
                .as("seed %d", SEED)
                .allMatch(times -> times > 9_500 && times < 10_500);
    }

    /** At a price of one, and says what is then held. */
    private long execute(Order order) {
        long change = order.side() == Order.Side.BUY ? order.micros() : -order.micros();
        long after = shares.merge(order.user() + "/" + order.asset(), change, Long::sum);
        assertThat(after).as("seed %d, %s", SEED, order).isNotNegative();
        return after;
    }
}
