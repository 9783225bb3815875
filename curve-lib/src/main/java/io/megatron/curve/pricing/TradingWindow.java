package io.megatron.curve.pricing;

import io.megatron.curve.money.Usdc;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was traded of an asset in the last while: the volume of {@code (t − length, t]}. It is told
 * of trades in the order of their times, which are whole microseconds. What is traded at one
 * instant is one entry, so it grows with the batches of the book and not with the trades in them.
 *
 * <p>With many assets in each batch that is a million entries all the same, so an entry is 16 bytes
 * in a block of many.
 */
public final class TradingWindow {
    private static final int BLOCK = 64;
    private static final int ENTRY = 2;

    private final Duration length;

    /** Times in microseconds since 1970 and volumes in micro-USDC, by turns, the oldest first. */
    private final Deque<long[]> blocks = new ArrayDeque<>();

    private int first;
    private int end = BLOCK;
    private BigInteger total = BigInteger.ZERO;

    public TradingWindow(Duration length) {
        this.length = length;
    }

    /**
     * Adds what was traded at an instant. At most {@link Usdc#MAX_MICROS} of one instant are kept:
     * while they are in the window its volume is shown as that, and they leave it together.
     *
     * @param volume USDC through the curve: a buy's cost, a sell's gross
     * @throws IllegalArgumentException for a trade before one that was added
     */
    public void add(Instant at, Usdc volume) {
        long micros = micros(at);
        long before = 0;
        if (isEmpty() || micros > lastMicros()) {
            append(micros);
        } else if (micros < lastMicros()) {
            throw new IllegalArgumentException(at + " is before a trade that was added");
        } else {
            before = blocks.getLast()[end - 1];
        }
        long after = Math.min(Usdc.MAX_MICROS, before + volume.micros());
        blocks.getLast()[end - 1] = after;
        total = total.add(BigInteger.valueOf(after - before));
    }

    private void append(long micros) {
        if (end == BLOCK) {
            blocks.addLast(new long[BLOCK]);
            end = 0;
        }
        blocks.getLast()[end] = micros;
        end += ENTRY;
    }

    private long lastMicros() {
        return blocks.getLast()[end - ENTRY];
    }

    /**
     * Forgets what has left the window by then.
     *
     * @return whether anything has
     */
    public boolean moveTo(Instant now) {
        long start = micros(now.minus(length));
        boolean left = false;
        while (!isEmpty() && blocks.getFirst()[first] <= start) {
            total = total.subtract(BigInteger.valueOf(blocks.getFirst()[first + 1]));
            removeFirst();
            left = true;
        }
        return left;
    }

    private void removeFirst() {
        first += ENTRY;
        if (first == BLOCK || (blocks.size() == 1 && first == end)) {
            blocks.removeFirst();
            first = 0;
            end = blocks.isEmpty() ? BLOCK : end;
        }
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** USDC in the window; the largest amount there is where it would be above that. */
    public Usdc volume() {
        return Usdc.ofMicros(total.min(BigInteger.valueOf(Usdc.MAX_MICROS)).longValueExact());
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }
}
