package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixtureTest {
    private static final long SEED = 20261129;
    private static final int CALLS = 100_000;
    private static final int TRADERS = 50;
    private static final int LPS = 8;

    private final Mixture mixture = new Mixture(new SplittableRandom(SEED), TRADERS, LPS);

    @Test
    void about_five_of_a_hundred_calls_are_no_trades_and_those_in_equal_parts() {
        Map<Class<?>, Integer> calls = new HashMap<>();
        for (int call = 0; call < CALLS; call++) {
            Mixture.Next next = mixture.next();
            calls.merge(next.getClass(), 1, Integer::sum);
            end(next);
        }
        assertThat(calls.get(Mixture.Next.Trade.class))
                .as("seed %d", SEED)
                .isBetween(94_700, 95_300);
        for (Class<?> other :
                List.of(
                        Mixture.Next.Claim.class,
                        Mixture.Next.Contribution.class,
                        Mixture.Next.Deposit.class)) {
            assertThat(calls.get(other)).as("seed %d, %s", SEED, other).isBetween(1_540, 1_790);
        }
    }

    @Test
    void each_lp_claims_and_contributes_in_turn() {
        List<Integer> claimants = new ArrayList<>();
        List<Integer> contributors = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            Mixture.Next next = mixture.next();
            switch (next) {
                case Mixture.Next.Claim(int lp) -> claimants.add(lp);
                case Mixture.Next.Contribution(int lp) -> contributors.add(lp);
                case Mixture.Next.Deposit _, Mixture.Next.Trade _ -> {
                    // Not by an LP.
                }
            }
            end(next);
        }
        isInTurn(claimants);
        isInTurn(contributors);
    }

    private static void isInTurn(List<Integer> lps) {
        assertThat(lps).hasSizeGreaterThan(100 * LPS);
        assertThat(lps.subList(0, LPS))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, LPS).boxed().toList());
        for (int turn = LPS; turn < lps.size(); turn++) {
            assertThat(lps.get(turn)).as("turn %d", turn).isEqualTo(lps.get(turn - LPS));
        }
    }

    @Test
    void nobody_claims_twice_at_once() {
        Set<Integer> claiming = new HashSet<>();
        Queue<Integer> underWay = new ArrayDeque<>();
        for (int call = 0; call < CALLS; call++) {
            if (mixture.next() instanceof Mixture.Next.Claim(int lp)) {
                assertThat(claiming.add(lp)).as("seed %d, call %d", SEED, call).isTrue();
                underWay.add(lp);
            }
            // All of them wait for a while, so that nobody is left who could claim.
            if (call % 2_000 == 1_999) {
                assertThat(claiming).as("seed %d, call %d", SEED, call).hasSize(LPS);
                underWay.forEach(mixture::claimed);
                underWay.clear();
                claiming.clear();
            }
        }
    }

    @Test
    void all_traders_are_given_deposits() {
        Set<Integer> given = new HashSet<>();
        for (int call = 0; call < CALLS; call++) {
            Mixture.Next next = mixture.next();
            if (next instanceof Mixture.Next.Deposit(int trader)) {
                given.add(trader);
            }
            end(next);
        }
        assertThat(given)
                .as("seed %d", SEED)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, TRADERS).boxed().toList());
    }

    private void end(Mixture.Next next) {
        if (next instanceof Mixture.Next.Claim(int lp)) {
            mixture.claimed(lp);
        }
    }
}
