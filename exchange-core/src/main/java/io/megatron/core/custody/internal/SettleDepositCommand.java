package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.custody.DepositCredited;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.CreditKey;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositStatus;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes down what the chain says of a deposit. A transfer is credited once, by its transaction and
 * its place among the transaction's logs: in whatever block it ends up, and however many rows it
 * was seen as.
 */
public final class SettleDepositCommand implements Command<Deposit> {
    private final DepositDesk desk;
    private final Function<Deposit, Deposit> lookup;
    private final Call call;
    private final Deposit seen;
    private final Verdict verdict;

    /**
     * @param lookup finds the deposit again, for a replay
     * @param seen the deposit as it was when the chain was asked
     */
    public SettleDepositCommand(
            DepositDesk desk,
            Function<Deposit, Deposit> lookup,
            Call call,
            Deposit seen,
            Verdict verdict) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.seen = seen;
        this.verdict = verdict;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(desk.deposits(), seen.id());
        if (verdict instanceof Verdict.Credit(CreditKey key)) {
            desk.halts().declare(keys);
            desk.events().declare(keys);
            keys.add(desk.credited(), key);
            keys.add(desk.posting().accounts(), DepositDesk.CUSTODY);
            keys.add(desk.posting().accounts(), DepositDesk.LOSS);
            keys.add(desk.posting().accounts(), DepositDesk.owner(seen.userId()));
        }
    }

    @Override
    public Outcome<Deposit> decide(Draft draft) {
        Optional<Deposit> found = draft.find(desk.deposits(), seen.id());
        if (found.isEmpty()) {
            return Outcome.refused(
                    Rejection.DEPOSIT_NOT_FOUND, "There is no deposit " + seen.id() + ".");
        }
        Deposit deposit = found.get();
        if (!isAwaited(deposit)) {
            return Outcome.refused(
                    Rejection.DEPOSIT_CLOSED,
                    "Deposit " + deposit.id() + " is " + deposit.status() + " already.");
        }
        return switch (verdict) {
            case Verdict.Orphan(String reason) ->
                    Outcome.accepted(close(draft, deposit, DepositStatus.ORPHANED, reason));
            case Verdict.Ignore(String reason) ->
                    Outcome.accepted(close(draft, deposit, DepositStatus.IGNORED, reason));
            case Verdict.Reopen() -> Outcome.accepted(put(draft, deposit.reopened()));
            case Verdict.Credit(CreditKey key) -> credit(draft, deposit, key);
        };
    }

    private boolean isAwaited(Deposit deposit) {
        return verdict instanceof Verdict.Reopen
                ? deposit.mayComeBack()
                : deposit.status() == DepositStatus.DETECTED;
    }

    private Outcome<Deposit> credit(Draft draft, Deposit deposit, CreditKey key) {
        Optional<Refusal> halted = desk.halts().refusal(draft);
        if (halted.isPresent()) {
            return Outcome.refused(halted.get());
        }
        return Outcome.accepted(
                draft.find(desk.credited(), key)
                        .map(before -> creditedBefore(draft, deposit, key, before))
                        .orElseGet(() -> post(draft, deposit, key)));
    }

    private Deposit close(Draft draft, Deposit deposit, DepositStatus as, String reason) {
        return put(draft, deposit.closed(as, reason, draft.time()));
    }

    /**
     * The transfer moved to another block after it was credited, or came back after it was gone.
     * Where the transaction does something else in its new block, what was written off stays gone,
     * and what it brings now is for people to look at: a key is credited once.
     */
    private Deposit creditedBefore(Draft draft, Deposit deposit, CreditKey key, Deposit before) {
        if (!isSameTransfer(deposit, before)) {
            return close(
                    draft,
                    deposit,
                    DepositStatus.IGNORED,
                    "its transaction brought another transfer before, credited as deposit "
                            + before.id());
        }
        if (before.isLost()) {
            Deposit found = desk.lostOrFound(draft, call, before, "it is on the chain again");
            draft.put(
                    desk.credited(),
                    key,
                    found.followed(deposit.blockNumber(), deposit.blockHash()));
        }
        return close(
                draft,
                deposit,
                DepositStatus.IGNORED,
                "already credited as deposit " + before.id());
    }

    private static boolean isSameTransfer(Deposit one, Deposit other) {
        return one.address().equals(other.address()) && one.units().equals(other.units());
    }

    private Deposit post(Draft draft, Deposit deposit, CreditKey key) {
        AccountKey owner = DepositDesk.owner(deposit.userId());
        Usdc amount = deposit.worth();
        long transferSeq =
                desk.posting()
                        .post(
                                draft,
                                new Posting.Cause(
                                        TransferCause.DEPOSIT,
                                        DepositDesk.reference(key),
                                        call.subject(),
                                        null),
                                List.of(
                                        new Posting.Leg(DepositDesk.CUSTODY, amount.negated()),
                                        new Posting.Leg(owner, amount)));
        Deposit credited = deposit.credited(key.ordinal(), transferSeq, draft.time());
        draft.put(desk.credited(), key, credited);
        desk.events()
                .announce(draft, DepositCredited.KIND, DepositCredited.of(credited, transferSeq));
        return put(draft, credited);
    }

    private Deposit put(Draft draft, Deposit deposit) {
        draft.put(desk.deposits(), deposit.id(), deposit);
        return deposit;
    }

    @Override
    public String remember(Deposit deposit) {
        return deposit.status().name();
    }

    @Override
    public Deposit recall(String remembered) {
        return lookup.apply(seen);
    }
}
