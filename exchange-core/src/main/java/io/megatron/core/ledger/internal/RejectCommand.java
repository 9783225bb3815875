package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.audit.ActionStatus;
import io.megatron.mapper.audit.PendingAction;
import java.util.Optional;

/** A no to what an administrator asked for. */
public final class RejectCommand implements Command<PendingAction> {
    private final PendingActions actions;
    private final Call call;
    private final PendingAction found;

    public RejectCommand(PendingActions actions, Call call, PendingAction found) {
        this.actions = actions;
        this.call = call;
        this.found = found;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public Optional<Call> decidesAbout() {
        return Optional.of(actions.call(found));
    }

    @Override
    public void declare(Keys keys) {
        keys.add(actions, found.id());
    }

    @Override
    public Outcome<PendingAction> decide(Draft draft) {
        PendingAction action = draft.find(actions, found.id()).orElseThrow();
        Optional<Refusal> closed = ConfirmCommand.closed(action, draft);
        if (closed.isPresent()) {
            return Outcome.refused(closed.get());
        }
        PendingAction rejected =
                action.decided(ActionStatus.REJECTED, call.subject(), draft.time());
        draft.put(actions, action.id(), rejected);
        return Outcome.accepted(rejected);
    }

    @Override
    public String remember(PendingAction rejected) {
        return rejected.id().toString();
    }

    @Override
    public PendingAction recall(String remembered) {
        return actions.find(found.id()).orElseThrow();
    }
}
