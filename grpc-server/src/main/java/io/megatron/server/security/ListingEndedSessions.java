package io.megatron.server.security;

import io.megatron.mapper.ids.BackendId;
import io.megatron.mapper.ids.SessionId;
import java.util.Set;

/** Where it is known whose tokens are good no more, before they expire. */
@FunctionalInterface
public interface ListingEndedSessions {

    /** Those of which there may be access tokens that have not expired. */
    Ended ended();

    /** Sessions that were ended, and backends that were revoked. */
    record Ended(Set<SessionId> sessions, Set<BackendId> backends) {
        /** Nothing at all. */
        public static final Ended NOTHING = new Ended(Set.of(), Set.of());

        boolean contains(Caller caller) {
            return caller.session().filter(sessions::contains).isPresent()
                    || caller.backend().filter(backends::contains).isPresent();
        }
    }
}
