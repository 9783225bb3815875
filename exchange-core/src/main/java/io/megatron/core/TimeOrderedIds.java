package io.megatron.core;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Makes UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then 74 random bits. */
@Component
public class TimeOrderedIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;

    public TimeOrderedIds(RandomGenerator random) {
        this.random = random;
    }

    /** An id whose time is the given moment, cut to milliseconds. */
    public UUID at(Instant moment) {
        long high = (moment.toEpochMilli() << 16) | VERSION_7 | (random.nextLong() & 0xFFFL);
        long low = VARIANT | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
