package io.megatron.server.calls;

import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.TwoAdministrators;
import io.megatron.operations.v1.PendingAction;
import io.megatron.operations.v1.PendingActionStatus;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What waits for a second administrator, as it stands on the wire. */
@Component
public class PendingMessages {
    private final TwoAdministrators two;

    PendingMessages(TwoAdministrators two) {
        this.two = two;
    }

    public PendingAction message(io.megatron.mapper.audit.PendingAction action) {
        Call proposal = two.proposal(action);
        PendingAction.Builder message =
                PendingAction.newBuilder()
                        .setActionId(action.id().toString())
                        .setAction(proposal.name())
                        .putAllDetails(proposal.payload())
                        .setReason(proposal.payload().getOrDefault("reason", ""))
                        .setProposedBy(action.proposer().toString())
                        .setProposedAt(Figures.time(action.proposedAt()))
                        .setExpiresAt(Figures.time(action.expiresAt()))
                        .setStatus(status(action));
        Optional.ofNullable(action.decidedBy())
                .ifPresent(who -> message.setDecidedBy(who.toString()));
        Optional.ofNullable(action.decidedAt())
                .ifPresent(when -> message.setDecidedAt(Figures.time(when)));
        return message.build();
    }

    private PendingActionStatus status(io.megatron.mapper.audit.PendingAction action) {
        return switch (action.status()) {
            case WAITING ->
                    two.isOpen(action)
                            ? PendingActionStatus.PENDING_ACTION_STATUS_WAITING
                            : PendingActionStatus.PENDING_ACTION_STATUS_EXPIRED;
            case CONFIRMED -> PendingActionStatus.PENDING_ACTION_STATUS_CONFIRMED;
            case REJECTED -> PendingActionStatus.PENDING_ACTION_STATUS_REJECTED;
        };
    }
}
