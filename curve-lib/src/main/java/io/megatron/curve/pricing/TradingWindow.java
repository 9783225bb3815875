package io.megatron.curve.pricing;

import io.megatron.curve.money.Usdc;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was traded of an asset in the last while: the volume of {@code (t − length, t]}. It is told
 * of trades in the order of their times. What is traded at one instant is one entry, so it grows
 * with the batches of the book and not with the trades in them.
 */
public final class TradingWindow {
    private final Duration length;
    private final Deque<Traded> traded = new ArrayDeque<>();
    private BigInteger total = BigInteger.ZERO;

    private record Traded(Instant at, BigInteger micros) {}

    public TradingWindow(Duration length) {
        this.length = length;
    }

    /**
     * Adds a trade.
     *
     * @param volume USDC through the curve: a buy's cost, a sell's gross
     * @throws IllegalArgumentException for a trade before one that was added
     */
    public void add(Instant at, Usdc volume) {
        BigInteger micros = BigInteger.valueOf(volume.micros());
        Traded last = traded.peekLast();
        if (last != null && at.isBefore(last.at())) {
            throw new IllegalArgumentException(at + " is before " + last.at());
        }
        if (last != null && at.equals(last.at())) {
            traded.removeLast();
            traded.addLast(new Traded(at, last.micros().add(micros)));
        } else {
            traded.addLast(new Traded(at, micros));
        }
        total = total.add(micros);
    }

    /**
     * Forgets what has left the window by then.
     *
     * @return whether anything has
     */
    public boolean moveTo(Instant now) {
        Instant end = now.minus(length);
        boolean left = false;
        while (!traded.isEmpty() && !traded.getFirst().at().isAfter(end)) {
            total = total.subtract(traded.removeFirst().micros());
            left = true;
        }
        return left;
    }

    /** USDC in the window; the largest amount there is where it would be above that. */
    public Usdc volume() {
        return Usdc.ofMicros(total.min(BigInteger.valueOf(Usdc.MAX_MICROS)).longValueExact());
    }

    public boolean isEmpty() {
        return traded.isEmpty();
    }
}
