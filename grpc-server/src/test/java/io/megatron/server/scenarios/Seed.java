package io.megatron.server.scenarios;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Where a scenario's chance comes from. What its traders want and when something happens to them is
 * the same for the same seed; how far the server has got by then is up to the machine.
 */
record Seed(long value) {

    /** The seed of this run, printed so that it can be given again. */
    static Seed print(String scenario) {
        Seed seed = new Seed(Long.getLong("megatron.seed", 20_261_122L));
        System.out.printf("%s: -Dmegatron.seed=%d%n", scenario, seed.value);
        return seed;
    }

    /** Chance of its own for each who asks for another number. */
    RandomGenerator random(int number) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(value + number);
    }
}
