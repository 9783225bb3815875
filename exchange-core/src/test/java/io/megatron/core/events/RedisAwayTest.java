package io.megatron.core.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.mapper.events.EventParcel;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Redis may be away for as long as it likes. */
class RedisAwayTest {
    private static final String NOBODY = "redis://127.0.0.1:1";
    private static final long MEGABYTE = 1 << 20;
    private static final Duration LONGER_THAN_AN_ANSWER_IS_TRUSTED = Duration.ofMillis(2_500);

    @Test
    void events_that_wait_for_it_take_no_memory() {
        Redis redis = redis();
        EventLog log = new EventLog(redis);
        List<EventParcel> parcels = List.of(new EventParcel(0, 1_000, 1_000, "x".repeat(400_000)));
        assertThatThrownBy(() -> log.append(parcels, Map.of(0, 0L)))
                .isInstanceOf(RedisException.class);
        long before = PlatformDependent.usedDirectMemory();

        Instant end = Instant.now().plus(LONGER_THAN_AN_ANSWER_IS_TRUSTED);
        int tries = 0;
        while (tries < 20 || Instant.now().isBefore(end)) {
            assertThatThrownBy(() -> log.append(parcels, Map.of(0, 0L)))
                    .isInstanceOf(RedisException.class);
            tries++;
        }

        assertThat(PlatformDependent.usedDirectMemory() - before)
                .as("bytes after %d tries", tries)
                .isLessThan(MEGABYTE);
        redis.destroy();
    }

    private static Redis redis() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("address", new RedisAddress(Optional.of(NOBODY)));
        return new Redis(beans.getBeanProvider(RedisAddress.class));
    }
}
