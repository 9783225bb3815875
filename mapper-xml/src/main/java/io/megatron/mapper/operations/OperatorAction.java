package io.megatron.mapper.operations;

import java.time.Instant;
import java.util.UUID;

/**
 * What an operator did.
 *
 * @param details what was asked for, as JSON
 */
public record OperatorAction(
        UUID subject,
        UUID requestId,
        String action,
        String target,
        String reason,
        String details,
        Instant takenAt) {}
