package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gives a deposit that arrived for nobody to a user: UNATTRIBUTED to CASH, once. */
public final class AttributeDepositCommand implements Command<Deposit> {
    private final DepositDesk desk;
    private final Function<DepositId, Deposit> lookup;
    private final Call call;
    private final DepositId id;
    private final UserId user;
    private final String reason;

    /**
     * @param lookup finds the deposit again, for a replay
     */
    public AttributeDepositCommand(
            DepositDesk desk,
            Function<DepositId, Deposit> lookup,
            Call call,
            DepositId id,
            UserId user,
            String reason) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.id = id;
        this.user = user;
        this.reason = reason;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(desk.users(), user);
        keys.add(desk.deposits(), id);
        keys.add(desk.posting().accounts(), DepositDesk.UNATTRIBUTED);
        keys.add(desk.posting().accounts(), DepositDesk.cash(user));
    }

    @Override
    public Outcome<Deposit> decide(Draft draft) {
        if (draft.find(desk.users(), user).isEmpty()) {
            return Outcome.refused(
                    Rejection.USER_NOT_FOUND, "User " + user + " is not registered.");
        }
        Optional<Deposit> found = draft.find(desk.deposits(), id);
        if (found.isEmpty()) {
            return Outcome.refused(Rejection.DEPOSIT_NOT_FOUND, "There is no deposit " + id + ".");
        }
        if (!found.get().isUnattributed()) {
            return Outcome.refused(
                    Rejection.DEPOSIT_CLOSED,
                    "Deposit " + id + " is not one that was credited and is nobody's.");
        }
        if (found.get().isLost()) {
            return Outcome.refused(
                    Rejection.DEPOSIT_CLOSED,
                    "Deposit " + id + " is gone from the chain, and written off.");
        }
        return Outcome.accepted(give(draft, found.get()));
    }

    private Deposit give(Draft draft, Deposit deposit) {
        desk.posting()
                .post(
                        draft,
                        new Posting.Cause(
                                TransferCause.DEPOSIT_ATTRIBUTION,
                                id.value(),
                                call.subject(),
                                reason),
                        List.of(
                                new Posting.Leg(
                                        DepositDesk.UNATTRIBUTED, deposit.worth().negated()),
                                new Posting.Leg(DepositDesk.cash(user), deposit.worth())));
        Deposit given = deposit.attributed(user);
        draft.put(desk.deposits(), id, given);
        return given;
    }

    @Override
    public String remember(Deposit deposit) {
        return deposit.id().toString();
    }

    @Override
    public Deposit recall(String remembered) {
        return lookup.apply(id);
    }
}
