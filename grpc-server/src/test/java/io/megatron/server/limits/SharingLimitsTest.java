package io.megatron.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.events.Redis;
import io.megatron.core.events.RedisAddress;
import io.megatron.devservices.DevRedis;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.client.RedisException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Nodes that share what somebody may call, and what becomes of it without Redis. */
@Timeout(60)
class SharingLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ALL = 1_000;

    /** A fiftieth. */
    private static final int PORTION = 20;

    private static final long LONGEST_TAKE_NANOS = Duration.ofMillis(100).toNanos();

    private final UserId user = UserId.of(UUID.randomUUID());

    @Test
    void what_is_used_on_one_node_is_used_on_the_others_but_for_a_portion() throws Exception {
        try (DevRedis redis = DevRedis.startTemporary();
                Node one = new Node(redis.url(), "1000/1h");
                Node other = new Node(redis.url(), "1000/1h")) {
            assertThat(one.takeAll(user)).isEqualTo(ALL);
            one.awaitTold(user);

            int beside = other.takeAllSlowly(user);

            assertThat(beside).isBetween(1, 2 * PORTION);
            assertThat(other.take(UserId.of(UUID.randomUUID()))).as("somebody else").isTrue();
        }
    }

    @Test
    void what_comes_back_comes_back_on_every_node() throws Exception {
        try (DevRedis redis = DevRedis.startTemporary();
                Node one = new Node(redis.url(), "100/5s");
                Node other = new Node(redis.url(), "100/5s")) {
            one.takeAll(user);
            one.awaitTold(user);
            await().atMost(SOON).until(() -> !other.take(user));

            await().atMost(SOON).until(() -> other.take(user));
        }
    }

    @Test
    void without_redis_each_node_counts_by_itself_and_nobody_waits() throws Exception {
        try (Node alone = new Node("redis://127.0.0.1:1", "1000/1h")) {
            assertThat(alone.takeAll(user)).isEqualTo(ALL);
            assertThat(alone.longestTakeNanos()).isLessThan(LONGEST_TAKE_NANOS);
        }
    }

    @Test
    void who_was_shut_out_by_all_nodes_is_let_in_when_redis_goes_away() throws Exception {
        try (Node other = shutOutAndAlone()) {
            await().atMost(SOON).until(() -> other.take(user));
            assertThat(other.takeAll(user)).isBetween(ALL - 3 * PORTION, ALL);
            assertThat(other.longestTakeNanos()).isLessThan(LONGEST_TAKE_NANOS);
        }
    }

    private Node shutOutAndAlone() throws Exception {
        try (DevRedis redis = DevRedis.startTemporary();
                Node one = new Node(redis.url(), "1000/1h")) {
            Node other = new Node(redis.url(), "1000/1h");
            one.takeAll(user);
            one.awaitTold(user);
            await().atMost(SOON).until(() -> !other.take(user));
            return other;
        }
    }

    /** What a node has of limits. */
    private static final class Node implements AutoCloseable {
        private final CallLimit figures;
        private final Redis redis;
        private final SharingLimits sharing;
        private final CallLimits limits;
        private final AtomicLong longest = new AtomicLong();

        Node(String url, String tradesPerUser) {
            DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
            beans.registerSingleton("address", new RedisAddress(Optional.of(url)));
            redis = new Redis(beans.getBeanProvider(RedisAddress.class));
            sharing = new SharingLimits(redis);
            sharing.start();
            figures = CallLimit.of(tradesPerUser);
            CallLimit off = CallLimit.of("off");
            limits =
                    new CallLimits(
                            new LimitSettings(figures, off, off, off, off, off, off, ALL, Set.of()),
                            System::nanoTime,
                            sharing);
        }

        boolean take(UserId user) {
            long begin = System.nanoTime();
            boolean let = limits.takeOfUser(CallClass.TRADE, user).isEmpty();
            longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
            return let;
        }

        int takeAll(UserId user) {
            int taken = 0;
            while (taken < 2 * ALL && take(user)) {
                taken++;
            }
            return taken;
        }

        /** With time in between for what the others have used to be heard of. */
        int takeAllSlowly(UserId user) {
            AtomicInteger taken = new AtomicInteger();
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !take(user) || taken.incrementAndGet() > ALL);
            return taken.get();
        }

        long longestTakeNanos() {
            return longest.get();
        }

        /** Until Redis has answered everything that it was asked here. */
        void awaitTold(UserId user) {
            String name = "calls:trades_per_user:" + figures + ":" + user;
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreException(RedisException.class)
                    .until(
                            () ->
                                    redis.client().getRateLimiter(name).availablePermits()
                                            <= figures.calls() / 10);
        }

        @Override
        public void close() {
            sharing.stop();
            redis.destroy();
        }
    }
}
