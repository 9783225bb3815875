package io.megatron.core.seeding;

/**
 * What is made. The same figures make the same people, assets and trades wherever they are made,
 * and more trades begin with those that fewer begin with.
 *
 * @param seed everything that is random follows from it
 * @param users how many people, the LPs among them
 * @param assets how many assets, all of them funded and active
 * @param trades how many orders
 */
public record SeedSize(long seed, int users, int assets, long trades) {
    private static final int MOST_USERS = 10_000_000;
    private static final int MOST_ASSETS = 10_000;

    public SeedSize {
        require(users >= 1 && users <= MOST_USERS, "users", 1, MOST_USERS);
        require(assets >= 1 && assets <= MOST_ASSETS, "assets", 1, MOST_ASSETS);
        require(trades >= 0, "trades", 0, Long.MAX_VALUE);
    }

    private static void require(boolean met, String what, long least, long most) {
        if (!met) {
            throw new IllegalArgumentException(
                    "%s has to be from %d to %d".formatted(what, least, most));
        }
    }

    /** What all its people and assets are named after: other figures make others. */
    String name() {
        return "seed %d of %d users and %d assets".formatted(seed, users, assets);
    }
}
