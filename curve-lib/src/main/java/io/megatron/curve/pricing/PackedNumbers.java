package io.megatron.curve.pricing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A queue of numbers that are not negative, each in as many bytes as it needs: seven bits in a
 * byte, the lowest first, and the eighth where another follows.
 */
final class PackedNumbers {
    private static final int BLOCK = 256;
    private static final int LONGEST = 9;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final Deque<Block> blocks = new ArrayDeque<>();
    private int read;

    private static final class Block {
        private final byte[] bytes = new byte[BLOCK];
        private int end;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    void add(long number) {
        Block last = blocks.peekLast();
        if (last == null || last.end > BLOCK - LONGEST) {
            last = new Block();
            blocks.addLast(last);
        }
        long rest = number;
        while (rest >= MORE) {
            last.bytes[last.end++] = (byte) (rest | MORE);
            rest >>>= BITS;
        }
        last.bytes[last.end++] = (byte) rest;
    }

    /** The number that was added first of those that are there. */
    long remove() {
        Block block = blocks.getFirst();
        long number = 0;
        int shift = 0;
        byte part;
        do {
            part = block.bytes[read++];
            number |= (long) (part & (MORE - 1)) << shift;
            shift += BITS;
        } while (part < 0);
        if (read == block.end) {
            blocks.removeFirst();
            read = 0;
        }
        return number;
    }
}
