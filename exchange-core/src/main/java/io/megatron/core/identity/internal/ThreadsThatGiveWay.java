package io.megatron.core.identity.internal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads for work that fills a processor and that nobody else should wait for. The operating
 * system shares processors fairly, so that one thread which never rests takes a whole one of two
 * from everybody else. These rest after each piece of work, for a multiple of the time in which it
 * wanted a processor and another had it: not at all on a machine with room.
 */
final class ThreadsThatGiveWay extends ThreadPoolExecutor {
    private static final int REST_PER_WAIT = 4;
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);
    private static final ThreadMXBean CLOCKS = ManagementFactory.getThreadMXBean();

    private final ThreadLocal<Work> current = new ThreadLocal<>();

    private record Work(long startNanos, long cpuNanos) {}

    ThreadsThatGiveWay(int threads, String name) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        current.set(new Work(System.nanoTime(), CLOCKS.getCurrentThreadCpuTime()));
    }

    @Override
    protected void afterExecute(Runnable work, @Nullable Throwable failure) {
        Work done = current.get();
        long nanos = System.nanoTime() - done.startNanos();
        Duration rest = restAfter(nanos, CLOCKS.getCurrentThreadCpuTime() - done.cpuNanos());
        if (!isShutdown()) {
            LockSupport.parkNanos(this, rest.toNanos());
        }
    }

    /** How long to rest after work that took so long by the clock, and so much of a processor. */
    static Duration restAfter(long nanos, long cpuNanos) {
        long rest = Math.max(0, nanos - cpuNanos) * REST_PER_WAIT;
        return Duration.ofNanos(Math.min(rest, LONGEST_REST.toNanos()));
    }
}
