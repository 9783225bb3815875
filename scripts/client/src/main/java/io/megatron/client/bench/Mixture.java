package io.megatron.client.bench;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Decides what is called next: of sixty calls one is a claim of fees, one a contribution and one a
 * deposit, which is five of a hundred, and the others trade.
 */
final class Mixture {
    private static final int OF_CALLS = 60;

    private final RandomGenerator random;
    private final int traders;
    private final int lps;
    private final Queue<Integer> claimants;
    private int contributor;

    /** The next call. */
    sealed interface Next {
        /** Whose and which, the traffic decides. */
        record Trade() implements Next {}

        /** Of an LP, by number. */
        record Claim(int lp) implements Next {}

        /** Of an LP, by number. */
        record Contribution(int lp) implements Next {}

        /** To a trader, by number. */
        record Deposit(int trader) implements Next {}
    }

    Mixture(RandomGenerator random, int traders, int lps) {
        this.random = random;
        this.traders = traders;
        this.lps = lps;
        claimants = new ArrayDeque<>(IntStream.range(0, lps).boxed().toList());
    }

    synchronized Next next() {
        return switch (random.nextInt(OF_CALLS)) {
            case 0 -> claim();
            case 1 -> contribution();
            case 2 -> new Next.Deposit(random.nextInt(traders));
            default -> new Next.Trade();
        };
    }

    private Next contribution() {
        contributor = (contributor + 1) % lps;
        return new Next.Contribution(contributor);
    }

    /**
     * LPs take turns, and nobody claims twice at once: there has to be something to claim again.
     * Where all of them are waiting for an answer, somebody trades.
     */
    private Next claim() {
        Integer lp = claimants.poll();
        return lp == null ? new Next.Trade() : new Next.Claim(lp);
    }

    /** The LP is the last to claim again. */
    synchronized void claimed(int lp) {
        claimants.add(lp);
    }
}
