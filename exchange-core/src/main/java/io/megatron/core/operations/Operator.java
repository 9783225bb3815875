package io.megatron.core.operations;

import java.util.UUID;

/**
 * Who does something about jobs, under which request id, and why.
 *
 * @param reason for the record; never empty
 */
public record Operator(UUID subject, UUID requestId, String reason) {}
