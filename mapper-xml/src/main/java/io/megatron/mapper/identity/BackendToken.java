package io.megatron.mapper.identity;

import io.megatron.mapper.ids.BackendId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;

/**
 * A token that a backend was given for somebody.
 *
 * @param assertionHash of the id of what the backend showed for it
 * @param issuedAt real time
 */
public record BackendToken(
        BackendId backendId,
        Digest assertionHash,
        UserId userId,
        Instant issuedAt,
        Instant expiresAt) {}
