package io.megatron.mapper.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator or an operator did.
 *
 * @param action the method, as {@code BlockUser}
 * @param target what it was done to: an id, a name, or nothing
 * @param reason in their words; empty where none is asked for
 * @param details what was asked for, as a JSON object
 * @param byBook whether the book did it
 * @param changes each value that differs, as a JSON array of {@code table}, {@code key}, {@code
 *     field}, {@code before} and {@code after}
 * @param proposedBy who had asked for what the actor decided about; null where nobody had
 * @param takenAt real time, whatever the business clock shows
 */
public record AuditEntry(
        UUID actor,
        UUID requestId,
        String action,
        String target,
        String reason,
        String details,
        boolean byBook,
        String changes,
        @Nullable UUID proposedBy,
        Instant takenAt) {}
