package io.megatron.mapper.audit;

import io.megatron.mapper.ids.ActionId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator has asked for and another one confirms or rejects.
 *
 * @param requestId the request it was asked for under
 * @param method the call's full name
 * @param payload what was asked for, as a JSON object
 * @param expiresAt book time from which on nobody can confirm it
 * @param decidedBy null while nobody has
 */
public record PendingAction(
        ActionId id,
        UUID proposer,
        UUID requestId,
        String method,
        String payload,
        Instant proposedAt,
        Instant expiresAt,
        ActionStatus status,
        @Nullable UUID decidedBy,
        @Nullable Instant decidedAt) {

    /** Decided about, once. */
    public PendingAction decided(ActionStatus to, UUID by, Instant at) {
        return new PendingAction(
                id, proposer, requestId, method, payload, proposedAt, expiresAt, to, by, at);
    }

    /** Whether somebody may still decide. */
    public boolean isOpen(Instant now) {
        return status == ActionStatus.WAITING && now.isBefore(expiresAt);
    }
}
