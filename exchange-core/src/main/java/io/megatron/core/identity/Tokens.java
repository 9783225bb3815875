package io.megatron.core.identity;

import io.megatron.mapper.identity.Session;
import java.time.Instant;

/**
 * What shows who calls: one token for the calls, one for the next pair.
 *
 * @param session the session that both belong to
 */
public record Tokens(
        Session session, String accessToken, Instant accessExpiresAt, String refreshToken) {
    @Override
    public String toString() {
        return "Tokens[" + session.id() + "]";
    }
}
