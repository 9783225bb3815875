package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.internal.AfterReorg.Findings;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.custody.CreditKey;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.ids.HaltId;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes down, while a halt stands, what became of some credited deposits after a reorg: where all
 * of them are more than fit into the batch that ends the halt. What has been written down before
 * stays as it is.
 */
public final class FollowDepositsCommand implements Command<Integer> {
    private final DepositDesk desk;
    private final Call call;
    private final HaltId halt;
    private final Findings some;
    private final String reason;

    /**
     * @param halt the halt during which the chain was asked
     */
    public FollowDepositsCommand(
            DepositDesk desk, Call call, HaltId halt, Findings some, String reason) {
        this.desk = desk;
        this.call = call;
        this.halt = halt;
        this.some = some;
        this.reason = reason;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.halts().declare(keys);
        keys.add(desk.posting().accounts(), DepositDesk.CUSTODY);
        keys.add(desk.posting().accounts(), DepositDesk.LOSS);
        Stream.of(some.moved(), some.gone(), some.found())
                .flatMap(List::stream)
                .forEach(deposit -> keys.add(desk.credited(), CreditedDeposits.key(deposit)));
    }

    /** How many were written off, or found again. */
    @Override
    public Outcome<Integer> decide(Draft draft) {
        if (desk.halts().open(draft).filter(open -> open.id().equals(halt)).isEmpty()) {
            return Outcome.refused(Rejection.HALT_CLOSED, "Custody goes on already.");
        }
        some.moved().forEach(now -> draft.put(desk.credited(), CreditedDeposits.key(now), now));
        int written = 0;
        for (Deposit deposit :
                Stream.concat(some.gone().stream(), some.found().stream()).toList()) {
            CreditKey key = CreditedDeposits.key(deposit);
            Deposit before = draft.find(desk.credited(), key).orElseThrow();
            if (before.isLost() == deposit.isLost()) {
                draft.put(desk.credited(), key, desk.lostOrFound(draft, call, deposit, reason));
                written++;
            }
        }
        return Outcome.accepted(written);
    }

    @Override
    public String remember(Integer written) {
        return written.toString();
    }

    @Override
    public Integer recall(String remembered) {
        return Integer.valueOf(remembered);
    }
}
