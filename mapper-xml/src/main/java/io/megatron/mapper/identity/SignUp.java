package io.megatron.mapper.identity;

import io.megatron.mapper.ids.UserId;
import java.time.Instant;

/**
 * An account that somebody asked for.
 *
 * @param codeHash of the code that was sent to the address
 * @param email in lower case
 * @param userId whom the account will belong to
 * @param passwordHash with the name of its algorithm
 * @param requestedAt in real time
 * @param expiresAt from then on the code is worth nothing
 */
public record SignUp(
        Digest codeHash,
        String email,
        UserId userId,
        String passwordHash,
        Instant requestedAt,
        Instant expiresAt) {}
