package io.megatron.client.bench;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of calls that change something. */
final class RequestIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RequestIds() {}

    /**
     * A UUIDv7 (RFC 9562, section 5.7), as callers are asked for; its random bits are none of those
     * that cost the system's entropy.
     */
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (System.currentTimeMillis() << 16) | VERSION_7 | (random.nextLong() & 0xFFFL);
        return new UUID(high, VARIANT | (random.nextLong() >>> 2)).toString();
    }
}
