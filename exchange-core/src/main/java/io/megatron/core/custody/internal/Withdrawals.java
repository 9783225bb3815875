package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalMapper;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Withdrawals to the chain. */
@Component
public class Withdrawals implements BookTable<WithdrawalId, Withdrawal> {
    private final WithdrawalMapper mapper;

    public Withdrawals(WithdrawalMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Map<WithdrawalId, Withdrawal> load(Set<WithdrawalId> keys) {
        return mapper.withdrawals(keys).stream()
                .collect(Collectors.toMap(Withdrawal::id, Function.identity()));
    }

    @Override
    public void persist(Changes<Withdrawal> changes) {
        if (!changes.inserted().isEmpty()) {
            mapper.insert(changes.inserted());
        }
        if (!changes.updated().isEmpty()) {
            mapper.update(changes.updated());
        }
    }
}
