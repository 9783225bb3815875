package io.megatron.client.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Trades that come at a fixed rate, whether or not those before them were answered, as those of
 * people do who know nothing of each other. Latency counts from when a trade was meant to be sent:
 * whoever waits for a server to answer before sending the next one leaves out the trades that would
 * have suffered most.
 */
final class OpenLoop {
    static final String NOT_SENT = "NOT_SENT";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Calls calls;
    private final int rate;
    private final int mostInFlight;
    private final Semaphore free;
    private final Supplier<Tally> tally;

    /**
     * @param rate trades a second
     * @param mostInFlight what is due beyond them is counted as {@link #NOT_SENT}
     */
    OpenLoop(Calls calls, int rate, int mostInFlight) {
        this(calls, rate, mostInFlight, always(new Tally()));
    }

    /**
     * @param tally where a trade counts that ends now
     */
    OpenLoop(Calls calls, int rate, int mostInFlight, Supplier<Tally> tally) {
        this.calls = calls;
        this.rate = rate;
        this.mostInFlight = mostInFlight;
        this.tally = tally;
        free = new Semaphore(mostInFlight);
    }

    private static Supplier<Tally> always(Tally tally) {
        return () -> tally;
    }

    /**
     * What became of the trades that were due while it was measured.
     *
     * @param nanos in which time they were due
     */
    record Measured(Tally tally, long nanos) {}

    /** Runs once, on this thread; returns when no call is under way any more. */
    Measured run(Duration warmUp, Duration measured) throws InterruptedException {
        double interval = NANOS_PER_SECOND / rate;
        long warming = Math.round(warmUp.toNanos() / interval);
        long due = Math.round(measured.toNanos() / interval);
        long begin = System.nanoTime();
        for (long number = 0; number < warming + due; number++) {
            long dueAt = begin + Math.round(number * interval);
            awaitTime(dueAt);
            send(number, dueAt, number >= warming);
        }
        free.acquire(mostInFlight);
        return new Measured(tally.get(), Math.round(due * interval));
    }

    private static void awaitTime(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void send(long number, long dueAt, boolean counts) {
        if (free.tryAcquire()) {
            calls.send((int) (number % Integer.MAX_VALUE), new Due(dueAt, counts));
        } else if (counts) {
            tally.get().failed(NOT_SENT);
        }
    }

    /** One trade that was due at a moment. */
    private final class Due implements Calls.Ending {
        private final long dueAt;
        private final boolean counts;

        Due(long dueAt, boolean counts) {
            this.dueAt = dueAt;
            this.counts = counts;
        }

        @Override
        public void succeeded() {
            if (counts) {
                tally.get().succeeded(System.nanoTime() - dueAt);
            }
            free.release();
        }

        @Override
        public void failed(String reason) {
            if (counts) {
                tally.get().failed(reason);
            }
            free.release();
        }
    }
}
