package io.megatron.client.bench;

import java.util.random.RandomGenerator;

/**
 * Who holds how much of what, as the receipts say. A holding is drawn at random in constant time,
 * however many there are.
 */
final class Holdings {
    private final int assets;
    private final long[] shares;
    private final int[] held;
    private final int[] placeInHeld;
    private int heldCount;

    Holdings(int users, int assets) {
        this.assets = assets;
        shares = new long[Math.multiplyExact(users, assets)];
        held = new int[shares.length];
        placeInHeld = new int[shares.length];
    }

    /** One holding. */
    record Holding(int user, int asset, long shares) {}

    int count() {
        return heldCount;
    }

    /** Any of those there are; there must be one. */
    Holding any(RandomGenerator random) {
        int key = held[random.nextInt(heldCount)];
        return new Holding(key / assets, key % assets, shares[key]);
    }

    void put(int user, int asset, long sharesNow) {
        int key = user * assets + asset;
        boolean before = shares[key] > 0;
        shares[key] = sharesNow;
        if (!before && sharesNow > 0) {
            placeInHeld[key] = heldCount;
            held[heldCount++] = key;
        } else if (before && sharesNow == 0) {
            remove(key);
        }
    }

    /** The last one takes the place of the one that goes. */
    private void remove(int key) {
        int last = held[--heldCount];
        held[placeInHeld[key]] = last;
        placeInHeld[last] = placeInHeld[key];
    }
}
