package io.megatron.server.limits;

import io.megatron.core.Tireless;
import io.megatron.core.events.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the nodes' common limiters in Redis, on a thread of its own, which calls this node has let
 * in, a portion at a time. A portion that does not fit closes somebody's allowance here until it
 * does. No call waits for it: until Redis has answered, and while it cannot, each node goes by what
 * it has let in itself.
 */
final class SharingLimits implements Limit.Sharing, SmartLifecycle {
    private static final int MOST_WAITING = 10_000;
    private static final int AT_ONCE = 256;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** After which a closed allowance opens by itself, whatever has become of this thread. */
    private static final long LONGEST_CLOSED_NANOS = Duration.ofSeconds(3).toNanos();

    private static final long SHORTEST_CLOSED_NANOS = Duration.ofMillis(100).toNanos();

    private final Redis redis;
    private final BlockingQueue<Portion> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final DelayQueue<Owed> owed = new DelayQueue<>();
    private final Tireless telling = new Tireless("call limits shared by the nodes", this::tell);

    SharingLimits(Redis redis) {
        this.redis = redis;
    }

    /** Calls that were let in here. */
    private record Portion(Limit limit, Object who, Allowance allowance, long calls) {}

    /** A portion that did not fit, to be tried again. */
    private record Owed(Portion portion, long dueNanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** Where too many wait, these calls are counted here only. */
    @Override
    public void share(Limit limit, Object who, Allowance allowance) {
        long calls = allowance.tell();
        waiting.offer(new Portion(limit, who, allowance, calls));
    }

    private void tell() throws InterruptedException {
        List<Portion> portions = new ArrayList<>();
        Portion first = waiting.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            portions.add(first);
            waiting.drainTo(portions, AT_ONCE);
        }
        List<Owed> due = new ArrayList<>();
        owed.drainTo(due, AT_ONCE);
        due.forEach(each -> portions.add(each.portion()));
        if (!portions.isEmpty()) {
            tell(portions);
        }
    }

    private void tell(List<Portion> portions) {
        try {
            RedissonClient client = redis.client();
            List<CompletionStage<Boolean>> answers =
                    portions.stream().map(portion -> ask(client, portion)).toList();
            for (int i = 0; i < portions.size(); i++) {
                settle(portions.get(i), answers.get(i).toCompletableFuture().join());
            }
        } catch (RuntimeException away) {
            // Nobody stays shut out for what cannot be looked up.
            portions.forEach(portion -> portion.allowance().open());
            owed.forEach(each -> each.portion().allowance().open());
            owed.clear();
            waiting.clear();
            throw away;
        }
    }

    /** Nobody waits for a portion that can never fit. */
    private static CompletionStage<Boolean> ask(RedissonClient client, Portion portion) {
        CallLimit figures = portion.limit().figures();
        RRateLimiter limiter = client.getRateLimiter(portion.limit().sharedName(portion.who()));
        long calls = Math.min(portion.calls(), figures.calls());
        return limiter.trySetRateAsync(
                        RateType.OVERALL,
                        figures.calls(),
                        figures.period(),
                        figures.period().multipliedBy(2))
                .thenCompose(set -> limiter.tryAcquireAsync(calls));
    }

    private void settle(Portion portion, boolean fits) {
        if (fits) {
            portion.allowance().open();
            return;
        }
        long pause =
                Math.clamp(
                        portion.calls() * portion.limit().figures().nanosPerCall(),
                        SHORTEST_CLOSED_NANOS,
                        LONGEST_CLOSED_NANOS / 2);
        portion.allowance().close(portion.limit().now() + LONGEST_CLOSED_NANOS);
        owed.add(new Owed(portion, System.nanoTime() + pause));
    }

    @Override
    public void start() {
        telling.start();
    }

    @Override
    public void stop() {
        telling.stop();
    }

    @Override
    public boolean isRunning() {
        return telling.isRunning();
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
