package io.megatron.mapper.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * A mutating call that took effect.
 *
 * @param payload the canonical payload, a JSON object of strings
 * @param result what the call's use case needs to give the first answer again
 */
public record Request(
        UUID subject,
        UUID requestId,
        String method,
        String payload,
        String result,
        Instant bookedAt) {}
