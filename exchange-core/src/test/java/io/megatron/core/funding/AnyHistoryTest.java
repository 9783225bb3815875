package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** LPs and traders do anything in any order, on two nodes, and every invariant holds. */
class AnyHistoryTest {
    private static final long SEED = Long.getLong("megatron.seed", 20_261_122L);
    private static final int ROUNDS = 25;

    @Test
    void whatever_lps_do_no_micro_is_lost_and_no_limit_is_passed() {
        System.out.println("any history: -Dmegatron.seed=" + SEED);
        SettableClock clock = SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
        TestDatabase database = TestDatabases.fresh("history");
        try (Exchange one = Exchange.on(database, clock);
                Exchange two = Exchange.on(database, clock)) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
            Pool pool = Pool.of(one);
            List<UserId> lps = IntStream.range(0, 8).mapToObj(i -> pool.lpWith("400")).toList();
            lps.forEach(lp -> one.grant(Optional.of(lp), "2000"));
            for (int round = 0; round < ROUNDS; round++) {
                clock.advance(Duration.ofHours(random.nextInt(24 * 20)));
                long seed = random.nextLong();
                Callers.each(
                        IntStream.range(0, 12).boxed().toList(),
                        caller -> {
                            RandomGenerator own =
                                    RandomGeneratorFactory.of("L64X128MixRandom")
                                            .create(seed + caller);
                            Exchange node = caller % 2 == 0 ? one : two;
                            for (int i = 0; i < 4; i++) {
                                act(new Pool(node, pool.asset()), lps, own);
                            }
                            return caller;
                        });
                one.reconciles();
            }
            assertThat(one.aborts() + two.aborts()).isZero();
        }
    }

    private static void act(Pool pool, List<UserId> lps, RandomGenerator random) {
        UserId lp = lps.get(random.nextInt(lps.size()));
        String amount = Usdc.ofMicros(1_000_000 + random.nextLong(60_000_000)).toString();
        switch (random.nextInt(8)) {
            case 0 -> pool.exchange().contribute(lp, pool.asset(), amount);
            case 1, 2 -> pool.withdraw(lp, amount);
            case 3 -> pool.exchange().claimFees(lp, pool.asset());
            case 4 -> pool.work();
            case 5 -> cancelOne(pool, lp);
            case 6 -> sellAll(pool, lp);
            default -> pool.exchange().buy(lp, pool.asset(), amount);
        }
    }

    private static void cancelOne(Pool pool, UserId lp) {
        List<LpWithdrawal> asked =
                pool.exchange()
                        .use(WithdrawingPrincipal.class)
                        .ofUser(lp, Optional.of(pool.asset()), Optional.empty(), 1);
        asked.forEach(withdrawal -> pool.cancel(lp, withdrawal));
    }

    private static void sellAll(Pool pool, UserId lp) {
        String held = pool.exchange().shares(lp, pool.asset());
        if (!held.equals("0")) {
            Outcome<?> sold = pool.exchange().sell(lp, pool.asset(), held);
            assertThat(sold).isNotNull();
        }
    }

    @Test
    void a_retired_pool_empties_whatever_was_queued_in_it() {
        SettableClock clock = SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
        try (Exchange exchange = Exchange.on(TestDatabases.fresh("emptied"), clock)) {
            Pool pool = Pool.of(exchange);
            List<UserId> lps = IntStream.range(0, 5).mapToObj(i -> pool.lpWith("500")).toList();
            clock.advance(Duration.ofDays(31));
            lps.forEach(lp -> accepted(pool.withdraw(lp, "250")));
            pool.retire();
            lps.forEach(lp -> accepted(pool.withdraw(lp, "250")));

            assertThat(pool.work().closed()).isTrue();

            assertThat(lps).allSatisfy(lp -> assertThat(exchange.cash(lp)).isEqualTo("500"));
            exchange.reconciles();
        }
    }
}
