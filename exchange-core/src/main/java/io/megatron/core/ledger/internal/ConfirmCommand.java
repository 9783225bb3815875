package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.audit.ActionStatus;
import io.megatron.mapper.audit.PendingAction;
import java.util.Optional;

/** A second administrator's yes, and with it what the first one asked for. */
public final class ConfirmCommand implements Command<PendingAction> {
    private final PendingActions actions;
    private final Call call;
    private final PendingAction found;
    private final Command<?> command;

    /**
     * @param found as it was read; what was asked for never changes
     * @param command the very one that was asked for
     */
    public ConfirmCommand(
            PendingActions actions, Call call, PendingAction found, Command<?> command) {
        this.actions = actions;
        this.call = call;
        this.found = found;
        this.command = command;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public Optional<Call> decidesAbout() {
        return Optional.of(command.call());
    }

    @Override
    public void declare(Keys keys) {
        keys.add(actions, found.id());
        command.declare(keys);
    }

    @Override
    public Outcome<PendingAction> decide(Draft draft) {
        PendingAction action = draft.find(actions, found.id()).orElseThrow();
        Optional<Refusal> closed = closed(action, draft);
        if (closed.isPresent()) {
            return Outcome.refused(closed.get());
        }
        if (action.proposer().equals(call.subject())) {
            return Outcome.refused(
                    Rejection.OWN_ACTION,
                    "Whoever asked for something cannot be the one who confirms it: it takes"
                            + " another administrator.");
        }
        return command.decide(draft).map(_ -> confirm(draft, action));
    }

    private PendingAction confirm(Draft draft, PendingAction action) {
        PendingAction confirmed =
                action.decided(ActionStatus.CONFIRMED, call.subject(), draft.time());
        draft.put(actions, action.id(), confirmed);
        return confirmed;
    }

    /** Why nobody can decide about it any more. */
    static Optional<Refusal> closed(PendingAction action, Draft draft) {
        if (action.isOpen(draft.time())) {
            return Optional.empty();
        }
        String what =
                action.status() == ActionStatus.WAITING
                        ? "has waited since "
                                + action.proposedAt()
                                + ", and nobody can confirm it now"
                        : "is " + action.status() + " already";
        return Optional.of(
                Refusal.of(
                        Rejection.ACTION_CLOSED, "The action %s %s.".formatted(action.id(), what)));
    }

    @Override
    public String remember(PendingAction confirmed) {
        return confirmed.id().toString();
    }

    @Override
    public PendingAction recall(String remembered) {
        return actions.find(found.id()).orElseThrow();
    }
}
