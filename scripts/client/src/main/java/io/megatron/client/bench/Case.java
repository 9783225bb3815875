package io.megatron.client.bench;

import java.util.Locale;

/** What can be measured. */
enum Case {
    /** Everybody trades one asset. */
    HOT,
    /** Everybody trades one of many assets. */
    SPREAD,
    /** What Postgres can do at best. */
    LIMIT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
