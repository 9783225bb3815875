package io.megatron.curve.properties;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/** Random figures of every magnitude: as many small ones as large ones, and often an edge. */
public final class Chance {
    private final RandomGenerator random;

    public Chance(RandomGenerator random) {
        this.random = random;
    }

    /** One time in {@code n}. */
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Between 0 and {@code max}, log-uniform; one time in eight next to an edge. */
    public long upTo(long max) {
        return upTo(BigInteger.valueOf(max)).longValueExact();
    }

    /** As {@link #upTo}, but at least one wherever that is possible. */
    public long fromOneUpTo(long max) {
        return max <= 1 ? max : 1 + upTo(max - 1);
    }

    public BigInteger upTo(BigInteger max) {
        if (oneIn(8)) {
            BigInteger off = BigInteger.valueOf(random.nextInt(3));
            return oneIn(2) ? off.min(max) : max.subtract(off).max(BigInteger.ZERO);
        }
        BigInteger drawn = bits(random.nextInt(max.bitLength() + 1));
        return drawn.compareTo(max) <= 0 ? drawn : drawn.mod(max);
    }

    /** A number of exactly so many bits. */
    public BigInteger bits(int bitLength) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < bitLength; i += 32) {
            number = number.shiftLeft(32).or(BigInteger.valueOf(random.nextInt() & 0xFFFF_FFFFL));
        }
        if (bitLength == 0) {
            return number;
        }
        BigInteger top = BigInteger.ONE.shiftLeft(bitLength - 1);
        return number.mod(top).or(top);
    }
}
