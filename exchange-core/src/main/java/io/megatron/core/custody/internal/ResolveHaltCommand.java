package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.custody.CustodyResumed;
import io.megatron.core.custody.HaltingCustody.Resolved;
import io.megatron.core.custody.Halts;
import io.megatron.core.custody.internal.AfterReorg.Findings;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.ids.HaltId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends a halt: what was credited and is gone is written off, what moved is followed, and custody
 * goes on. The chain was asked before, outside the book; while custody stands still nothing else is
 * credited, so what was found still holds.
 */
public final class ResolveHaltCommand implements Command<Resolved> {
    private final DepositDesk desk;
    private final Function<String, Resolved> lookup;
    private final Call call;
    private final Question question;
    private final Findings findings;
    private final List<Deposit> writtenOff;

    /**
     * What is asked.
     *
     * @param exists whether there ever was a halt under this id
     */
    public record Question(HaltId halt, boolean exists, String reason) {}

    /**
     * @param lookup finds what was resolved again, for a replay
     * @param writtenOff what was gone as well, as it was before, and has a command of its own
     */
    public ResolveHaltCommand(
            DepositDesk desk,
            Function<String, Resolved> lookup,
            Call call,
            Question question,
            Findings findings,
            List<Deposit> writtenOff) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.question = question;
        this.findings = findings;
        this.writtenOff = writtenOff;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.halts().declare(keys);
        desk.events().declare(keys);
        keys.add(desk.posting().accounts(), DepositDesk.CUSTODY);
        keys.add(desk.posting().accounts(), DepositDesk.LOSS);
        Stream.of(findings.moved(), findings.gone(), findings.found())
                .flatMap(List::stream)
                .forEach(deposit -> keys.add(desk.credited(), CreditedDeposits.key(deposit)));
    }

    @Override
    public Outcome<Resolved> decide(Draft draft) {
        Optional<Halt> open =
                desk.halts().open(draft).filter(halt -> halt.id().equals(question.halt()));
        if (open.isEmpty()) {
            return Outcome.refused(closed());
        }
        if (findings.shallow() > 0) {
            return Outcome.refused(
                    Rejection.DEPOSIT_NOT_CONFIRMED,
                    "%d credited deposits are in blocks that are not deep enough yet."
                            .formatted(findings.shallow()));
        }
        return Outcome.accepted(resolve(draft, open.get()));
    }

    private Refusal closed() {
        return question.exists()
                ? Refusal.of(
                        Rejection.HALT_CLOSED,
                        "Halt " + question.halt() + " has been resolved already.")
                : Refusal.of(Rejection.HALT_NOT_FOUND, "There is no halt " + question.halt() + ".");
    }

    private Resolved resolve(Draft draft, Halt halt) {
        findings.moved().forEach(now -> draft.put(desk.credited(), CreditedDeposits.key(now), now));
        findings.found().forEach(now -> lostOrFound(draft, now));
        List<Deposit> gone =
                new ArrayList<>(writtenOff.stream().map(Deposit::lostOrFound).toList());
        Usdc lost = writtenOff.stream().map(Deposit::worth).reduce(Usdc.ZERO, Usdc::plus);
        for (Deposit deposit : findings.gone()) {
            gone.add(lostOrFound(draft, deposit));
            lost = lost.plus(deposit.worth());
        }
        Halt resolved = halt.resolved(draft.time(), call.subject(), question.reason(), lost);
        draft.put(desk.halts(), Halts.Key.OPEN, resolved);
        desk.events().announce(draft, CustodyResumed.KIND, CustodyResumed.of(resolved));
        return new Resolved(resolved, gone);
    }

    private Deposit lostOrFound(Draft draft, Deposit deposit) {
        Deposit now = desk.lostOrFound(draft, call, deposit, question.reason());
        draft.put(desk.credited(), CreditedDeposits.key(now), now);
        return now;
    }

    @Override
    public String remember(Resolved resolved) {
        return Stream.concat(
                        Stream.of(resolved.halt().id().toString()),
                        resolved.gone().stream().map(deposit -> deposit.id().toString()))
                .collect(Collectors.joining(" "));
    }

    @Override
    public Resolved recall(String remembered) {
        return lookup.apply(remembered);
    }
}
