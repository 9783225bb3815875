package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.identity.Credential;
import io.megatron.mapper.identity.IdentityMapper;
import io.megatron.mapper.identity.Session;
import io.megatron.mapper.identity.SessionEnd;
import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What sessions there are, and their ends. */
@Component
public class KeepingSessions {
    private static final int MOST = 500;

    /** Nodes' clocks differ, and a transaction takes its time to commit. */
    private static final Duration LEEWAY = Duration.ofMinutes(10);

    private final IdentityMapper mapper;
    private final BesideTheBook beside;
    private final Duration accessLifetime;
    private final InstantSource realTime;

    public KeepingSessions(
            IdentityMapper mapper,
            BesideTheBook beside,
            IdentitySettings settings,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.mapper = mapper;
        this.beside = beside;
        this.accessLifetime = settings.accessLifetime();
        this.realTime = realTime;
    }

    /** A user's sessions that go on, the last begun first, at most 500. */
    public List<Session> open(UserId user) {
        return mapper.openSessions(user, now(), MOST);
    }

    /** What a user signs in with; empty for one whom another issuer knows. */
    public Optional<Credential> credential(UserId user) {
        return Optional.ofNullable(mapper.credentialOfUser(user));
    }

    /**
     * Ends a session of a user's own.
     *
     * @return how many ended, none where it had ended already, or {@link
     *     Rejection#SESSION_NOT_FOUND}
     */
    public Outcome<Integer> end(UserId user, SessionId id) {
        Session session = mapper.session(id);
        if (session == null || !session.userId().equals(user)) {
            return Outcome.refused(
                    Rejection.SESSION_NOT_FOUND, "Session " + id + " is none of the caller's.");
        }
        return Outcome.accepted(
                beside.write(() -> mapper.endSession(id, now(), SessionEnd.SIGNED_OUT)));
    }

    /** Ends all sessions of a user, and tells how many. */
    public int endAll(UserId user) {
        return beside.write(() -> mapper.endSessions(user, null, now(), SessionEnd.SIGNED_OUT));
    }

    /** Sessions that were ended, and for which there may be access tokens that are good still. */
    public Set<SessionId> ended() {
        return Set.copyOf(mapper.endedSince(now().minus(accessLifetime).minus(LEEWAY)));
    }

    private Instant now() {
        return realTime.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
