package io.megatron.core.funding.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.funding.LpWithdrawalMapper;
import io.megatron.mapper.ids.LpWithdrawalId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The withdrawals of principal. */
@Component
public class LpWithdrawals implements BookTable<LpWithdrawalId, LpWithdrawal> {
    private final LpWithdrawalMapper withdrawals;

    public LpWithdrawals(LpWithdrawalMapper withdrawals) {
        this.withdrawals = withdrawals;
    }

    @Override
    public Map<LpWithdrawalId, LpWithdrawal> load(Set<LpWithdrawalId> keys) {
        return withdrawals.withdrawals(keys).stream()
                .collect(Collectors.toMap(LpWithdrawal::id, Function.identity()));
    }

    @Override
    public void persist(Changes<LpWithdrawal> changes) {
        if (!changes.inserted().isEmpty()) {
            withdrawals.insert(changes.inserted());
        }
        if (!changes.updated().isEmpty()) {
            withdrawals.update(changes.updated());
        }
    }
}
