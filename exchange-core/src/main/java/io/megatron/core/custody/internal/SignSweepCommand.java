package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.custody.Authorization;
import java.util.Optional;

/**
 * Puts what was signed to sweep a deposit address on record, before anybody is shown it. The ledger
 * does not change: the money stays in CUSTODY.
 */
public final class SignSweepCommand implements Command<Authorization> {
    private final PaymentDesk desk;
    private final Call call;
    private final Authorization authorization;

    public SignSweepCommand(PaymentDesk desk, Call call, Authorization authorization) {
        this.desk = desk;
        this.call = call;
        this.authorization = authorization;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.halts().declare(keys);
        keys.add(desk.openSweeps(), authorization.authorizer());
        keys.add(desk.authorizations(), authorization.id());
    }

    @Override
    public Outcome<Authorization> decide(Draft draft) {
        Optional<Refusal> refusal = desk.halts().refusal(draft).or(() -> swept(draft));
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        draft.put(desk.authorizations(), authorization.id(), authorization);
        draft.put(desk.openSweeps(), authorization.authorizer(), authorization);
        return Outcome.accepted(authorization);
    }

    private Optional<Refusal> swept(Draft draft) {
        return draft.find(desk.openSweeps(), authorization.authorizer())
                .map(
                        open ->
                                Refusal.of(
                                        Rejection.ALREADY_SWEPT,
                                        "Sweep %s of %s is %s."
                                                .formatted(
                                                        open.id(),
                                                        open.authorizer(),
                                                        open.status())));
    }

    @Override
    public String remember(Authorization signed) {
        return signed.id().toString();
    }

    @Override
    public Authorization recall(String remembered) {
        return authorization;
    }
}
