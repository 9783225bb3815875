package io.megatron.client.bench;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of calls that change something. */
final class RequestIds {
    private RequestIds() {}

    /** Any UUID will do, so none of those that cost the system's entropy. */
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
