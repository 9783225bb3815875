package io.megatron.core.seeding;

import io.megatron.core.ledger.Call;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Who trades: few have much and do much, many have little. One in fifty is an LP besides, with
 * money for that.
 */
final class SeededPeople {
    private static final long FIRST_OF_2026_MILLIS = 1_767_225_600_000L;
    private static final int ONE_LP_IN = 50;
    private static final long LEAST_FUNDS_MICROS = 100_000_000;
    private static final int DOUBLINGS = 11;

    private final SeedSize size;

    SeededPeople(SeedSize size) {
        this.size = size;
    }

    int count() {
        return size.users();
    }

    int lps() {
        return (size.users() - 1) / ONE_LP_IN + 1;
    }

    int lp(int number) {
        return number * ONE_LP_IN;
    }

    /** Which of the LPs somebody is, if one at all. */
    Optional<Integer> lpNumber(int user) {
        return user % ONE_LP_IN == 0 ? Optional.of(user / ONE_LP_IN) : Optional.empty();
    }

    /** A UUIDv7 as all users have, of the first moment of 2026. */
    UserId id(int user) {
        UUID named = Call.named(size.name() + " user " + user);
        return UserId.of(
                new UUID(
                        FIRST_OF_2026_MILLIS << 16
                                | 0x7000L
                                | named.getMostSignificantBits() & 0xFFFL,
                        named.getLeastSignificantBits()));
    }

    /** What somebody has to trade with: 100 USDC, doubled up to eleven times, and some. */
    Usdc funds(int user) {
        SplittableRandom random = new SplittableRandom(size.seed() * 31 + user);
        int doublings = Math.min(random.nextInt(DOUBLINGS + 1), random.nextInt(DOUBLINGS + 1));
        long least = LEAST_FUNDS_MICROS << doublings;
        return Usdc.ofMicros(random.nextLong(least, 2 * least));
    }

    /** Anybody, but those with small numbers far more often. */
    int any(SplittableRandom random) {
        double place = random.nextDouble();
        return (int) (size.users() * place * place * place);
    }
}
