package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.events.Redis;
import io.megatron.mapper.ids.AssetId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.redisson.api.RMap;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Shows each pool's limit in Redis, for whoever displays it: a hash {@code
 * withdraw:limit:<asset_id>} with the figures of {@link PoolLimitView} and the book's time that
 * they are as of. It is written after the commit, by a thread of its own, and is never read here:
 * what may leave a pool is decided in Postgres, and losing Redis loses no limit.
 */
@Component
public class PoolLimitMirror implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PoolLimitMirror.class);
    private static final String KEY = "withdraw:limit:";
    // Once nothing has changed for longer than the window, whoever looks asks the exchange.
    private static final Duration KEPT = Duration.ofHours(25);
    private static final long PAUSE_MILLIS = 1000;

    private final ReadingPoolLimits limits;
    private final Redis redis;
    private final Counter failures;
    private final BlockingQueue<AssetId> changed = new LinkedBlockingQueue<>();
    private final Set<AssetId> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private Thread writer = new Thread(() -> {});

    PoolLimitMirror(ReadingPoolLimits limits, Redis redis, MeterRegistry registry) {
        this.limits = limits;
        this.redis = redis;
        this.failures =
                Counter.builder("megatron.pool.limit.mirror.failures")
                        .description("Tries to show a pool's limit in Redis that failed")
                        .register(registry);
    }

    /** Has a pool's limit shown as it is now, some time soon; returns at once. */
    public void show(AssetId pool) {
        if (redis.isConfigured() && waiting.add(pool)) {
            changed.add(pool);
        }
    }

    /** Shows it if the command was accepted; passes the outcome on. */
    <R> Outcome<R> after(Outcome<R> outcome, AssetId pool) {
        if (outcome instanceof Outcome.Accepted<R>) {
            show(pool);
        }
        return outcome;
    }

    @Override
    public void start() {
        running = true;
        if (redis.isConfigured()) {
            writer = Thread.ofVirtual().name("pool-limit-mirror").start(this::run);
        }
    }

    private void run() {
        boolean reachable = true;
        try {
            while (running) {
                AssetId pool = changed.take();
                waiting.remove(pool);
                boolean shown = write(pool, reachable);
                if (!shown) {
                    show(pool);
                    Thread.sleep(PAUSE_MILLIS);
                } else if (!reachable) {
                    LOG.info("pool limits are shown in Redis again");
                }
                reachable = shown;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean write(AssetId pool, boolean wasReachable) {
        try {
            if (limits.limit(pool) instanceof Outcome.Accepted<PoolLimitView>(var view, var _)) {
                RMap<String, String> shown =
                        redis.client().getMap(KEY + pool, StringCodec.INSTANCE);
                shown.putAll(figures(view));
                shown.expire(KEPT);
            }
            return true;
        } catch (RuntimeException e) {
            failures.increment();
            if (wasReachable) {
                LOG.warn("pool limits cannot be shown in Redis for now: {}", e.getMessage());
            }
            return false;
        }
    }

    private static Map<String, String> figures(PoolLimitView view) {
        return Map.of(
                "base", view.base().toString(),
                "limit", view.limit().toString(),
                "paid", view.paid().toString(),
                "remaining", view.remaining().toString(),
                "queued", view.queued().toString(),
                "lifted", Boolean.toString(view.lifted()),
                "as_of", view.asOf().toString());
    }

    @Override
    public void stop() {
        running = false;
        writer.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
