package io.megatron.core.testing;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Chance that can be repeated: everything follows from the system property megatron.seed. */
public final class Seed {
    private static final long SEED = Long.getLong("megatron.seed", 20_261_122L);

    private Seed() {}

    /** The generator of one test; says how to get the same again. */
    public static RandomGenerator random(String test) {
        System.out.println(test + ": -Dmegatron.seed=" + SEED);
        return of(0);
    }

    /** The generator of one of several callers in a test, so that their order does not matter. */
    public static RandomGenerator of(int caller) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + caller);
    }
}
