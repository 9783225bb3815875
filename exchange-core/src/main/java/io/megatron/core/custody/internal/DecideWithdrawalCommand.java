package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.Optional;
import java.util.function.Function;

/** What people decide about a withdrawal while it is not signed. */
public final class DecideWithdrawalCommand implements Command<Withdrawal> {
    private final PaymentDesk desk;
    private final Function<WithdrawalId, Withdrawal> lookup;
    private final Call call;
    private final Withdrawal asked;
    private final Decision decision;

    /** A decision. */
    public sealed interface Decision {
        /** Whoever approves answers for it. */
        record Approve() implements Decision {}

        /** It was approved because nobody had to, and somebody has to by now. */
        record AskAgain() implements Decision {}

        /**
         * The money goes back.
         *
         * @param as REJECTED or CANCELLED
         * @param reason why; for its user to read
         */
        record GiveBack(WithdrawalStatus as, Optional<String> reason) implements Decision {}
    }

    /**
     * @param lookup finds the withdrawal again, for a replay
     * @param asked as it was found; whose it is and how much never changes
     */
    public DecideWithdrawalCommand(
            PaymentDesk desk,
            Function<WithdrawalId, Withdrawal> lookup,
            Call call,
            Withdrawal asked,
            Decision decision) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.asked = asked;
        this.decision = decision;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declareClosing(keys, asked);
        keys.add(desk.windows(), WithdrawalWindows.ALL);
        keys.add(desk.windows(), Optional.ofNullable(asked.userId()));
    }

    @Override
    public Outcome<Withdrawal> decide(Draft draft) {
        Withdrawal withdrawal = draft.find(desk.withdrawals(), asked.id()).orElseThrow();
        boolean waits = withdrawal.status() == WithdrawalStatus.REQUESTED;
        boolean unsigned = waits || withdrawal.status() == WithdrawalStatus.APPROVED;
        return switch (decision) {
            case Decision.Approve() when waits ->
                    Outcome.accepted(
                            desk.put(draft, withdrawal.approved(call.subject(), draft.time())));
            case Decision.AskAgain() when withdrawal.isApprovedByNobody() ->
                    Outcome.accepted(desk.put(draft, withdrawal.askedAgain()));
            case Decision.GiveBack(WithdrawalStatus as, Optional<String> reason) when unsigned ->
                    Outcome.accepted(giveBack(draft, withdrawal, as, reason));
            default ->
                    Outcome.refused(
                            Rejection.WITHDRAWAL_CLOSED,
                            "Withdrawal %s is %s already."
                                    .formatted(withdrawal.id(), withdrawal.status()));
        };
    }

    private Withdrawal giveBack(
            Draft draft, Withdrawal withdrawal, WithdrawalStatus as, Optional<String> reason) {
        if (WithdrawalWindows.contains(draft.time(), withdrawal.requestedAt())) {
            discount(draft, WithdrawalWindows.ALL, withdrawal.amount());
            if (withdrawal.userId() != null) {
                discount(draft, Optional.of(withdrawal.userId()), withdrawal.amount());
            }
        }
        return desk.giveBack(draft, call, withdrawal, as, reason.orElse(null));
    }

    private void discount(Draft draft, Optional<UserId> whose, Usdc amount) {
        Usdc withdrawn = draft.find(desk.windows(), whose).orElse(Usdc.ZERO);
        draft.put(desk.windows(), whose, withdrawn.minus(amount));
    }

    @Override
    public String remember(Withdrawal withdrawal) {
        return withdrawal.id().toString();
    }

    @Override
    public Withdrawal recall(String remembered) {
        return lookup.apply(asked.id());
    }
}
