package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.AuthorizationStatus;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import java.util.Optional;

/**
 * Writes down what became of an authorization, and of the withdrawal that it pays. Its end moves
 * the money: to the chain where it was used, back to its owner where it never was and never will
 * be; either once, and never both.
 */
public final class AdvanceAuthorizationCommand implements Command<Authorization> {
    private final PaymentDesk desk;
    private final Call call;
    private final Authorization seen;
    private final Optional<Withdrawal> withdrawal;
    private final Step step;

    /**
     * @param seen the authorization as it was when the chain was asked
     * @param withdrawal the withdrawal that it pays, if it pays one
     */
    public AdvanceAuthorizationCommand(
            PaymentDesk desk,
            Call call,
            Authorization seen,
            Optional<Withdrawal> withdrawal,
            Step step) {
        this.desk = desk;
        this.call = call;
        this.seen = seen;
        this.withdrawal = withdrawal;
        this.step = step;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(desk.authorizations(), seen.id());
        if (isEnd() || step instanceof Step.TakenBack) {
            desk.halts().declare(keys);
            withdrawal.ifPresent(paid -> desk.declareClosing(keys, paid));
        } else {
            withdrawal.ifPresent(paid -> desk.declare(keys, paid));
        }
    }

    private boolean isEnd() {
        return step instanceof Step.Settled || step instanceof Step.Voided;
    }

    @Override
    public Outcome<Authorization> decide(Draft draft) {
        Optional<Refusal> halted = isEnd() ? desk.halts().refusal(draft) : Optional.empty();
        if (halted.isPresent()) {
            return Outcome.refused(halted.get());
        }
        if (step instanceof Step.TakenBack && desk.halts().open(draft).isEmpty()) {
            return Outcome.refused(
                    Rejection.HALT_CLOSED, "What is settled is taken back while custody halts.");
        }
        Authorization before = draft.find(desk.authorizations(), seen.id()).orElseThrow();
        Optional<Authorization> after = after(draft, before);
        if (after.isEmpty()) {
            return Outcome.refused(
                    Rejection.WITHDRAWAL_CLOSED,
                    "Authorization %s is %s.".formatted(before.id(), before.status()));
        }
        draft.put(desk.authorizations(), before.id(), after.get());
        withdrawal
                .flatMap(paid -> draft.find(desk.withdrawals(), paid.id()))
                .ifPresent(paid -> follow(draft, paid));
        return Outcome.accepted(after.get());
    }

    /** Empty where the step leads nowhere from here. */
    private Optional<Authorization> after(Draft draft, Authorization before) {
        AuthorizationStatus status = before.status();
        return switch (step) {
            case Step.Broadcast() when status == AuthorizationStatus.SIGNED ->
                    Optional.of(before.moved(AuthorizationStatus.BROADCAST));
            case Step.Unmined() when status == AuthorizationStatus.MINED ->
                    Optional.of(before.moved(AuthorizationStatus.BROADCAST));
            case Step.TakenBack() when status == AuthorizationStatus.SETTLED ->
                    Optional.of(before.moved(AuthorizationStatus.BROADCAST));
            case Step.Expired() when status.isUnused() ->
                    Optional.of(before.moved(AuthorizationStatus.EXPIRED));
            case Step.Mined(Authorization.Use use) when status.isOpen() ->
                    Optional.of(before.mined(use));
            case Step.Settled(Authorization.Use use) when status.isOpen() ->
                    Optional.of(before.settled(use, draft.time()));
            case Step.Voided(String ignored) when status.isOpen() ->
                    Optional.of(before.voided(draft.time()));
            default -> Optional.empty();
        };
    }

    private void follow(Draft draft, Withdrawal paid) {
        switch (step) {
            case Step.Broadcast(), Step.Unmined() ->
                    desk.put(draft, paid.moved(WithdrawalStatus.BROADCAST));
            case Step.Mined(Authorization.Use ignored) ->
                    desk.put(draft, paid.moved(WithdrawalStatus.MINED));
            case Step.Expired() -> desk.put(draft, paid.moved(WithdrawalStatus.EXPIRED));
            case Step.TakenBack() -> desk.takeBack(draft, call, paid);
            case Step.Settled(Authorization.Use ignored) -> desk.settle(draft, call, paid);
            case Step.Voided(String reason) ->
                    desk.giveBack(draft, call, paid, WithdrawalStatus.REFUNDED, reason);
        }
    }

    @Override
    public String remember(Authorization after) {
        return after.status().name();
    }

    @Override
    public Authorization recall(String remembered) {
        return seen;
    }
}
