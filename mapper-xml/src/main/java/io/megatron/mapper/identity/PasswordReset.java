package io.megatron.mapper.identity;

import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another password that somebody asked for.
 *
 * @param codeHash of the code that was sent to the address
 * @param email in lower case
 * @param userId whose password it is; null for an address without an account
 * @param expiresAt from then on the code is worth nothing
 * @param usedAt when the password was set
 */
public record PasswordReset(
        Digest codeHash,
        String email,
        @Nullable UserId userId,
        Instant requestedAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {}
