package io.megatron.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.WireError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One limit, and what each of those it is about may still call. Only so many are remembered, and
 * nobody for longer than the period, after which they may call as often as at first.
 */
final class Limit {
    /** Of the whole limit: so much can escape it on each node until the others know. */
    private static final int PORTIONS = 50;

    private final String name;
    private final CallLimit figures;
    private final LongSupplier nanoTime;
    private final Sharing sharing;
    private final long portion;
    private final Cache<Object, Allowance> allowances;

    Limit(String name, CallLimit figures, int remembered, LongSupplier nanoTime, Sharing sharing) {
        this.name = name;
        this.figures = figures;
        this.nanoTime = nanoTime;
        this.sharing = sharing;
        portion = Math.max(1, figures.calls() / PORTIONS);
        Ticker ticker = nanoTime::getAsLong;
        allowances =
                Caffeine.newBuilder()
                        .maximumSize(remembered)
                        .expireAfterAccess(figures.period())
                        .ticker(ticker)
                        .build();
    }

    /** Where other nodes hear of the calls of this one. */
    interface Sharing {
        /** Returns at once, whatever becomes of it. */
        void share(Limit limit, Object who, Allowance allowance);
    }

    /**
     * Takes one call of somebody's.
     *
     * @return empty where it may be made
     */
    Optional<WireError> take(Object who) {
        long now = nanoTime.getAsLong();
        Allowance allowance = allowances.get(who, unknown -> new Allowance(now));
        long wait = allowance.take(figures, now);
        if (wait > 0) {
            return Optional.of(reached(Duration.ofNanos(wait)));
        }
        if (allowance.countUntold() == portion) {
            sharing.share(this, who, allowance);
        }
        return Optional.empty();
    }

    private WireError reached(Duration wait) {
        return WireError.of(
                        Reason.CALL_LIMIT_REACHED,
                        "So many calls are more than may be made; nothing has happened.",
                        Map.of("limit", name, "allowed", figures.toString()))
                .withRetryAfter(wait);
    }

    CallLimit figures() {
        return figures;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Other figures are another limit, and begin anew. */
    String sharedName(Object who) {
        return "calls:" + name + ":" + figures + ":" + who;
    }
}
