package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import java.util.Optional;

/**
 * Puts the authorization that was signed for a withdrawal on record, before anybody is shown it.
 */
public final class SignAuthorizationCommand implements Command<Authorization> {
    private final PaymentDesk desk;
    private final Call call;
    private final Withdrawal asked;
    private final Authorization authorization;

    /**
     * @param asked the withdrawal as it was found
     */
    public SignAuthorizationCommand(
            PaymentDesk desk, Call call, Withdrawal asked, Authorization authorization) {
        this.desk = desk;
        this.call = call;
        this.asked = asked;
        this.authorization = authorization;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, asked);
        desk.halts().declare(keys);
        if (asked.userId() != null) {
            keys.add(desk.users(), asked.userId());
        }
        keys.add(desk.authorizations(), authorization.id());
    }

    @Override
    public Outcome<Authorization> decide(Draft draft) {
        Optional<Refusal> halted = desk.halts().refusal(draft);
        if (halted.isPresent()) {
            return Outcome.refused(halted.get());
        }
        Withdrawal withdrawal = draft.find(desk.withdrawals(), asked.id()).orElseThrow();
        if (withdrawal.status() != WithdrawalStatus.APPROVED) {
            return Outcome.refused(
                    Rejection.WITHDRAWAL_CLOSED,
                    "Withdrawal %s is %s.".formatted(withdrawal.id(), withdrawal.status()));
        }
        if (withdrawal.isApprovedByNobody() && isBlocked(draft)) {
            return Outcome.refused(
                    Rejection.USER_BLOCKED,
                    "User %s has been blocked; an administrator has to approve withdrawal %s."
                            .formatted(asked.userId(), withdrawal.id()));
        }
        draft.put(desk.authorizations(), authorization.id(), authorization);
        desk.put(draft, withdrawal.moved(WithdrawalStatus.SIGNED));
        return Outcome.accepted(authorization);
    }

    private boolean isBlocked(Draft draft) {
        return asked.userId() != null
                && draft.find(desk.users(), asked.userId()).map(User::blocked).orElse(false);
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
