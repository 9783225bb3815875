package io.megatron.core.ledger;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.internal.ConfirmCommand;
import io.megatron.core.ledger.internal.PendingActions;
import io.megatron.core.ledger.internal.ProposeCommand;
import io.megatron.core.ledger.internal.RejectCommand;
import io.megatron.mapper.audit.PendingAction;
import io.megatron.mapper.ids.ActionId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What one administrator asks for and another confirms. The first call is decided, to tell whether
 * it would be refused, and kept; the very same command takes effect in the transaction of the
 * confirmation, once, over the rows as they are then.
 */
@Component
public class TwoAdministrators {
    private final Book book;
    private final PendingActions actions;
    private final ObjectProvider<SensitiveAction> known;
    private final Clock clock;

    TwoAdministrators(
            Book book, PendingActions actions, ObjectProvider<SensitiveAction> known, Clock clock) {
        this.book = book;
        this.actions = actions;
        this.known = known;
        this.clock = clock;
    }

    /**
     * Does something, or keeps it for another administrator to confirm.
     *
     * @param command of a {@link SensitiveAction}
     * @param takesTwo whether it is kept
     * @return what became of it, or what the command is refused for
     */
    public <R> Outcome<Acted<R>> act(
            Command<R> command, boolean takesTwo, Submitting submitting, Deadline deadline) {
        return submitting.submit(
                book,
                new ProposeCommand<>(actions, actions.newId(clock.instant()), command, takesTwo),
                deadline);
    }

    /**
     * Lets what somebody else asked for take effect, now and once.
     *
     * @return it, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#ACTION_NOT_FOUND},
     *     {@link Rejection#ACTION_CLOSED}, {@link Rejection#OWN_ACTION}, or what it is refused for
     *     by now: then it goes on waiting
     */
    public Outcome<PendingAction> confirm(Call call, ActionId id, Deadline deadline) {
        return find(id).map(
                        action -> {
                            Command<?> command = command(actions.call(action));
                            return book.write(
                                    new ConfirmCommand(actions, call, action, command), deadline);
                        })
                .orElseGet(() -> notFound(id));
    }

    private Command<?> command(Call call) {
        return known.stream()
                .filter(action -> action.name().equals(call.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing sensitive is " + call.name()))
                .command()
                .apply(call);
    }

    /**
     * Ends the wait of something: it will never take effect. Whoever asked for it may do so too.
     *
     * @return it, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#ACTION_NOT_FOUND},
     *     {@link Rejection#ACTION_CLOSED}
     */
    public Outcome<PendingAction> reject(Call call, ActionId id, Deadline deadline) {
        return find(id).map(
                        action -> book.write(new RejectCommand(actions, call, action), deadline))
                .orElseGet(() -> notFound(id));
    }

    private static Outcome<PendingAction> notFound(ActionId id) {
        return Outcome.refused(
                Rejection.ACTION_NOT_FOUND,
                "Nothing that takes a second administrator has the id " + id + ".");
    }

    public Optional<PendingAction> find(ActionId id) {
        return actions.find(id);
    }

    /**
     * What was asked for before one of them, the last first.
     *
     * @param onlyOpen only what can be decided about now
     */
    public List<PendingAction> page(boolean onlyOpen, Optional<ActionId> before, int limit) {
        return actions.page(
                onlyOpen ? Optional.of(clock.instant()) : Optional.empty(), before, limit);
    }

    /** What was asked for, as it stands in the record. */
    public Call proposal(PendingAction action) {
        return actions.call(action);
    }

    /** Whether something can be decided about now. */
    public boolean isOpen(PendingAction action) {
        return action.isOpen(clock.instant());
    }
}
