package io.megatron.curve.properties;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGeneratorFactory;

/**
 * A statement about every case of a kind, tried on many. The cases follow from the seed alone; the
 * system property {@code megatron.seed} sets another one, and a failure names the seed, the number
 * of the case and the case.
 */
public final class Property {
    public static final int CASES = 100_000;

    private static final long SEED = Long.getLong("megatron.seed", 20_261_122L);

    private Property() {}

    public static <T> void holds(Function<Chance, T> draw, Consumer<T> statement) {
        holds(CASES, draw, statement);
    }

    public static <T> void holds(int cases, Function<Chance, T> draw, Consumer<T> statement) {
        Chance chance = new Chance(RandomGeneratorFactory.of("L64X128MixRandom").create(SEED));
        for (int i = 1; i <= cases; i++) {
            T drawn = draw.apply(chance);
            try {
                statement.accept(drawn);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "-Dmegatron.seed="
                                + SEED
                                + ", case "
                                + i
                                + " of "
                                + cases
                                + ": "
                                + drawn
                                + "\n"
                                + failure.getMessage(),
                        failure);
            }
        }
    }
}
