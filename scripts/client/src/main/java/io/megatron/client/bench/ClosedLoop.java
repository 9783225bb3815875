package io.megatron.client.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Callers who each send a call, wait for its answer, and send the next. */
final class ClosedLoop {
    /** After a failure a caller holds back, or a dead server would keep it spinning. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    private final Wire wire;
    private final Calls calls;
    private final Tally tally = new Tally();
    private final CountDownLatch underWay;
    private final Pace pace;
    private volatile Phase phase = Phase.WARMING;

    /** How far the run is. */
    private enum Phase {
        WARMING,
        MEASURING,
        ENDING
    }

    ClosedLoop(Wire wire, Calls calls, int callers, Pace pace) {
        this.wire = wire;
        this.calls = calls;
        this.pace = pace;
        underWay = new CountDownLatch(callers);
    }

    /** What was measured, and over how long exactly. */
    record Measured(Tally tally, long nanos) {}

    /**
     * Runs once; returns when no call is under way any more.
     *
     * @param whenMeasuring is begun with the measurement; returns at once
     */
    Measured run(Duration warmUp, Duration measured, Runnable whenMeasuring)
            throws InterruptedException {
        IntStream.range(0, Math.toIntExact(underWay.getCount())).forEach(this::call);
        Thread.sleep(warmUp);
        long begin = System.nanoTime();
        phase = Phase.MEASURING;
        whenMeasuring.run();
        Thread.sleep(measured);
        long end = System.nanoTime();
        phase = Phase.ENDING;
        underWay.await();
        return new Measured(tally, end - begin);
    }

    private void call(int caller) {
        if (phase == Phase.ENDING) {
            underWay.countDown();
        } else {
            calls.send(caller, new Turn(caller));
        }
    }

    private void next(int caller) {
        Duration wait = pace.next();
        if (wait.isPositive()) {
            wire.later(wait, () -> call(caller));
        } else {
            call(caller);
        }
    }

    /** One call of a caller; its answer is what the caller waits for. */
    private final class Turn implements Calls.Ending {
        private final int caller;
        private final long sentAt = System.nanoTime();

        Turn(int caller) {
            this.caller = caller;
        }

        @Override
        public void succeeded() {
            if (phase == Phase.MEASURING) {
                tally.succeeded(System.nanoTime() - sentAt);
            }
            next(caller);
        }

        @Override
        public void failed(String reason) {
            tally.failed(reason);
            wire.later(AFTER_FAILURE, () -> call(caller));
        }
    }
}
