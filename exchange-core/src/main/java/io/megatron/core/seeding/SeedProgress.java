package io.megatron.core.seeding;

/** Hears how far the seeding is. */
@FunctionalInterface
public interface SeedProgress {
    /**
     * @param what is being made: users, assets or trades
     * @param of how many there will be
     */
    void reached(String what, long made, long of);
}
