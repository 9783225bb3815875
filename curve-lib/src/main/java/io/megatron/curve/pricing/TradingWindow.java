package io.megatron.curve.pricing;

import io.megatron.curve.money.Usdc;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What was traded of an asset in the last while: the volume of {@code (t − length, t]}. It is told
 * of trades in the order of their times, which are whole microseconds. What is traded at one
 * instant is one entry, so it grows with the batches of the book and not with the trades in them.
 *
 * <p>With many assets in each batch that is an entry for each trade all the same, millions in all,
 * so those between the first and the last are packed: some eight bytes each.
 */
public final class TradingWindow {
    private final Duration length;
    private final Entry first = new Entry();
    private final Entry last = new Entry();

    /** Of each entry, how much later it is than the one before, and its volume. */
    private final PackedNumbers between = new PackedNumbers();

    private long beforeLastMicros;
    private long entries;
    private BigInteger total = BigInteger.ZERO;

    /** Microseconds since 1970, and micro-USDC. */
    private static final class Entry {
        private long micros;
        private long volume;

        void set(long newMicros, long newVolume) {
            micros = newMicros;
            volume = newVolume;
        }
    }

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
        Entry newest = entries > 1 ? last : first;
        if (isEmpty() || micros > newest.micros) {
            append(micros, volume.micros());
        } else if (micros < newest.micros) {
            throw new IllegalArgumentException(at + " is before a trade that was added");
        } else {
            long more = Math.min(Usdc.MAX_MICROS - newest.volume, volume.micros());
            newest.volume += more;
            total = total.add(BigInteger.valueOf(more));
        }
    }

    private void append(long micros, long volume) {
        if (isEmpty()) {
            first.set(micros, volume);
        } else {
            if (entries > 1) {
                between.add(last.micros - beforeLastMicros);
                between.add(last.volume);
                beforeLastMicros = last.micros;
            } else {
                beforeLastMicros = first.micros;
            }
            last.set(micros, volume);
        }
        entries++;
        total = total.add(BigInteger.valueOf(volume));
    }

    /**
     * Forgets what has left the window by then.
     *
     * @return whether anything has
     */
    public boolean moveTo(Instant now) {
        long start = micros(now.minus(length));
        boolean left = false;
        while (!isEmpty() && first.micros <= start) {
            total = total.subtract(BigInteger.valueOf(first.volume));
            removeFirst();
            left = true;
        }
        return left;
    }

    private void removeFirst() {
        entries--;
        if (between.isEmpty()) {
            first.set(last.micros, last.volume);
        } else {
            first.set(first.micros + between.remove(), between.remove());
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
        return entries == 0;
    }
}
