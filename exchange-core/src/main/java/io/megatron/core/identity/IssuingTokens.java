package io.megatron.core.identity;

import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.Set;

/** The installation's own key for tokens. Where there is none, nobody signs in here. */
public interface IssuingTokens {

    /**
     * A token that the services take.
     *
     * @param roles in lower case
     */
    String accessToken(
            UserId user, SessionId session, Set<String> roles, Instant from, Instant until);

    /** What nobody else can make of this content: 32 bytes, the same every time. */
    byte[] seal(byte[] content);
}
