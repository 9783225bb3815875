package io.megatron.core.events;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.config.Config;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The connection to Redis, opened by whoever needs it first. It gives up soon, since whatever is
 * there can be had from Postgres as well; nobody may call it on a trade's path.
 */
@Component
public class Redis implements DisposableBean {
    private static final int PATIENCE_MILLIS = 500;
    private static final int THREADS = 2;
    private static final int CONNECTIONS = 8;

    private static final long TRUSTED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Optional<String> url;
    private @Nullable RedissonClient client;
    private boolean there;
    private long askedAt;

    public Redis(ObjectProvider<RedisAddress> address) {
        url = Optional.ofNullable(address.getIfAvailable()).flatMap(RedisAddress::url);
    }

    /** Whether the exchange has one at all. */
    public boolean isConfigured() {
        return url.isPresent();
    }

    /**
     * The client, once a second only after Redis has answered. What the client encodes for a Redis
     * that is away it never gives back, four megabytes for a thousand events, so it must not be
     * asked to.
     *
     * @throws IllegalStateException where none is configured
     * @throws RedisException if Redis is away
     */
    public synchronized RedissonClient client() {
        RedissonClient open = client;
        if (open == null) {
            open = Redisson.create(config(url.orElseThrow(IllegalStateException::new)));
            client = open;
            askedAt = System.nanoTime() - TRUSTED_NANOS;
        }
        if (System.nanoTime() - askedAt >= TRUSTED_NANOS) {
            there = answers(open);
            askedAt = System.nanoTime();
        }
        if (!there) {
            throw new RedisConnectionException("Redis is away");
        }
        return open;
    }

    private static boolean answers(RedissonClient client) {
        try {
            return client.getRedisNodes(RedisNodes.SINGLE)
                    .getInstance()
                    .ping(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RedisException away) {
            return false;
        }
    }

    private static Config config(String address) {
        Config config = new Config();
        config.setLazyInitialization(true);
        config.setThreads(THREADS);
        config.setNettyThreads(THREADS);
        config.useSingleServer()
                .setAddress(address)
                .setConnectTimeout(PATIENCE_MILLIS)
                .setTimeout(PATIENCE_MILLIS)
                .setRetryAttempts(0)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(CONNECTIONS)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setSubscriptionConnectionPoolSize(1);
        return config;
    }

    @Override
    public synchronized void destroy() {
        if (client != null) {
            client.shutdown();
        }
    }
}
