package io.megatron.core.custody.internal;

import io.megatron.mapper.ids.AuthorizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to search many blocks again for what no node has told: a few times at once, since a node may
 * have forgotten for a moment, then ever more rarely. Each node keeps its own, until it stops.
 */
public final class PausingSearches {
    private static final int AT_ONCE = 3;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final Map<AuthorizationId, Search> searches = new ConcurrentHashMap<>();

    private record Search(int begun, Instant next) {}

    /** Until when not to search; empty where it may begin. */
    public Optional<Instant> pausedUntil(AuthorizationId id, Instant now) {
        return Optional.ofNullable(searches.get(id)).map(Search::next).filter(now::isBefore);
    }

    /** A search begins; as long as {@link #found} does not follow, it has found nothing. */
    public void begin(AuthorizationId id, Instant now) {
        searches.merge(
                id,
                new Search(1, now),
                (before, _) -> new Search(before.begun() + 1, now.plus(pause(before.begun() + 1))));
    }

    private static Duration pause(int begun) {
        return begun < AT_ONCE
                ? Duration.ZERO
                : SHORTEST.multipliedBy(1L << Math.min(begun - AT_ONCE, DOUBLINGS));
    }

    /** Somebody has told. */
    public void found(AuthorizationId id) {
        searches.remove(id);
    }
}
