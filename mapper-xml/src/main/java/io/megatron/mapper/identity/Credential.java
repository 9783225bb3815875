package io.megatron.mapper.identity;

import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user signs in with.
 *
 * @param email in lower case
 * @param passwordHash with the name of its algorithm; null for somebody who has no password
 * @param verifiedAt when the address was shown to be the user's
 * @param changedAt when the password was set
 */
public record Credential(
        UserId userId,
        String email,
        @Nullable String passwordHash,
        Instant verifiedAt,
        Instant changedAt) {}
