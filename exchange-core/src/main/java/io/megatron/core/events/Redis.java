package io.megatron.core.events;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
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

    private final Optional<String> url;
    private @Nullable RedissonClient client;

    public Redis(ObjectProvider<RedisAddress> address) {
        url = Optional.ofNullable(address.getIfAvailable()).flatMap(RedisAddress::url);
    }

    /** Whether the exchange has one at all. */
    public boolean isConfigured() {
        return url.isPresent();
    }

    /**
     * The client, which tries to connect with every call for as long as Redis is away.
     *
     * @throws IllegalStateException where none is configured
     */
    public synchronized RedissonClient client() {
        RedissonClient open = client;
        if (open == null) {
            open = Redisson.create(config(url.orElseThrow(IllegalStateException::new)));
            client = open;
        }
        return open;
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
