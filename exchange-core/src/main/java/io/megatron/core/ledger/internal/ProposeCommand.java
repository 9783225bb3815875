package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Acted;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.audit.PendingAction;
import io.megatron.mapper.ids.ActionId;
import java.util.UUID;

/**
 * Does something that may take two administrators, or keeps it. What would be refused is refused:
 * nobody waits for what cannot be.
 */
public final class ProposeCommand<R> implements Command<Acted<R>> {
    private static final String WAITS = "waits ";

    private final PendingActions actions;
    private final ActionId id;
    private final Command<R> command;
    private final boolean takesTwo;

    /**
     * @param id under which it is kept
     * @param command what is done, or kept
     * @param takesTwo whether it is kept
     */
    public ProposeCommand(
            PendingActions actions, ActionId id, Command<R> command, boolean takesTwo) {
        this.actions = actions;
        this.id = id;
        this.command = command;
        this.takesTwo = takesTwo;
    }

    @Override
    public Call call() {
        return command.call();
    }

    @Override
    public void declare(Keys keys) {
        command.declare(keys);
        keys.add(actions, id);
    }

    @Override
    public Outcome<Acted<R>> decide(Draft draft) {
        return takesTwo
                ? command.decide(draft.trial()).map(_ -> new Acted.Waits<R>(keep(draft)))
                : command.decide(draft).map(result -> new Acted.Done<R>(result));
    }

    private PendingAction keep(Draft draft) {
        PendingAction action = actions.waiting(id, call(), draft.time());
        draft.put(actions, id, action);
        return action;
    }

    @Override
    public String remember(Acted<R> acted) {
        return switch (acted) {
            case Acted.Done<R>(R result) -> command.remember(result);
            case Acted.Waits<R>(PendingAction action) -> WAITS + action.id();
        };
    }

    /** What has become of the action by now, for whoever asks again. */
    @Override
    public Acted<R> recall(String remembered) {
        if (!remembered.startsWith(WAITS)) {
            return new Acted.Done<>(command.recall(remembered));
        }
        ActionId kept = ActionId.of(UUID.fromString(remembered.substring(WAITS.length())));
        return new Acted.Waits<>(actions.find(kept).orElseThrow());
    }
}
