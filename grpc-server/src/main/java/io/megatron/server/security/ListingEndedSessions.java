package io.megatron.server.security;

import io.megatron.mapper.ids.SessionId;
import java.util.Set;

/** Where it is known which sessions were ended. */
@FunctionalInterface
public interface ListingEndedSessions {

    /** Those for which there may be access tokens that are good still. */
    Set<SessionId> ended();
}
