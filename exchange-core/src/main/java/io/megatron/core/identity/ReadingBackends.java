package io.megatron.core.identity;

import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.identity.Backend;
import io.megatron.mapper.identity.BackendMapper;
import io.megatron.mapper.ids.BackendId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Looks up backends. */
@Component
public class ReadingBackends {
    /** Nodes' clocks differ, and a transaction takes its time to commit. */
    private static final Duration LEEWAY = Duration.ofMinutes(10);

    private final BackendMapper mapper;
    private final Duration tokenLifetime;
    private final InstantSource realTime;

    ReadingBackends(
            BackendMapper mapper,
            IdentitySettings settings,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.mapper = mapper;
        this.tokenLifetime = settings.backendAccessLifetime();
        this.realTime = realTime;
    }

    /** The place of a backend among all. */
    public record Key(Instant registeredAt, BackendId id) {}

    /** Backends before one of them, the last registered first. */
    public List<Backend> page(Optional<Key> before, int limit) {
        return mapper.page(
                before.map(Key::registeredAt).orElse(null),
                before.map(Key::id).orElse(null),
                limit);
    }

    /**
     * Those that were revoked, and of which there may be tokens that are good still. Book time is
     * never behind real time, so that none is left out.
     */
    public Set<BackendId> revoked() {
        return Set.copyOf(
                mapper.revokedSince(realTime.instant().minus(tokenLifetime).minus(LEEWAY)));
    }
}
