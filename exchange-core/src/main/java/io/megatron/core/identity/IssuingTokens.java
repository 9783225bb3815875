package io.megatron.core.identity;

import io.megatron.mapper.ids.BackendId;
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

    /**
     * A token for a user that a backend has asked for: it names the backend as the one who acts,
     * and carries the role of a user and no other.
     */
    String accessToken(UserId user, BackendId actor, Instant from, Instant until);

    /** What nobody else can make of this content: 32 bytes, the same for as long as the key is. */
    byte[] seal(byte[] content);

    /**
     * Whether it was made of this content with the key, or with one before it that still counts.
     */
    boolean isSeal(byte[] content, byte[] seal);
}
