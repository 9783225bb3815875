package io.megatron.client.access;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of users who do not exist yet: UUIDv7 (RFC 9562, section 5.7). */
public final class NewUsers {
    private static final int TIME_SHIFT = 16;
    private static final long VERSION_7 = 0x7000L;
    private static final long RANDOM_12 = 0xFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private NewUsers() {}

    public static UUID next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << TIME_SHIFT;
        return new UUID(
                high | VERSION_7 | (random.nextLong() & RANDOM_12),
                VARIANT | (random.nextLong() >>> 2));
    }
}
