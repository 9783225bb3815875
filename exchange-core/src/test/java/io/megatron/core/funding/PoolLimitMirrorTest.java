package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.events.Redis;
import io.megatron.core.events.RedisAddress;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.devservices.DevRedis;
import io.megatron.mapper.ids.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.client.codec.StringCodec;

/** What Redis shows of a pool's limit, and that nobody misses it. */
@Timeout(60)
class PoolLimitMirrorTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir private Path folder;
    private DevRedis redis;
    private Exchange exchange;
    private SettableClock clock;

    @BeforeEach
    void open() {
        clock = SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
        redis = DevRedis.start(folder.resolve("redis"));
        exchange =
                Exchange.with(
                        new RedisAddress(Optional.of(redis.url())),
                        TestDatabases.fresh("mirror"),
                        clock);
    }

    @AfterEach
    void close() {
        exchange.reconciles();
        exchange.close();
        redis.close();
    }

    @Test
    void redis_shows_what_may_leave_a_pool_after_each_change() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("10000");
        awaitShown(
                pool, Map.of("base", "10000", "limit", "1000", "paid", "0", "remaining", "1000"));
        clock.advance(Duration.ofDays(7));

        pool.instantly(lp, "400");

        awaitShown(
                pool,
                Map.of(
                        "base", "10000",
                        "limit", "1000",
                        "paid", "400",
                        "remaining", "600",
                        "queued", "0",
                        "lifted", "false",
                        "as_of", clock.instant().toString()));
        pool.withdraw(lp, "2000");
        awaitShown(pool, Map.of("queued", "1775", "remaining", "375"));
        pool.retire();
        awaitShown(pool, Map.of("lifted", "true"));
    }

    @Test
    void without_redis_all_goes_on_and_it_catches_up_when_redis_is_back() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("10000");
        awaitShown(pool, Map.of("paid", "0"));
        clock.advance(Duration.ofDays(7));
        redis.close();

        Instant before = Instant.now();
        assertThat(pool.instantly(lp, "400")).isEqualTo("400");
        accepted(pool.withdraw(lp, "2000"));
        assertThat(pool.work().payments()).isEqualTo(1);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        await().atMost(SOON).until(() -> exchange.count("megatron.pool.limit.mirror.failures") > 0);

        redis = DevRedis.start(folder.resolve("redis"));
        awaitShown(pool, Map.of("paid", "1000", "remaining", "0"));
    }

    private void awaitShown(Pool pool, Map<String, String> figures) {
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                exchange.use(Redis.class)
                                                        .client()
                                                        .<String, String>getMap(
                                                                "withdraw:limit:" + pool.asset(),
                                                                StringCodec.INSTANCE)
                                                        .readAllMap())
                                        .containsAllEntriesOf(figures));
    }
}
