package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.ids.DepositId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What became of deposits. Scans insert them; the book alone says what they come to. */
@Component
public class Deposits implements BookTable<DepositId, Deposit> {
    private final DepositMapper mapper;

    public Deposits(DepositMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Map<DepositId, Deposit> load(Set<DepositId> keys) {
        return mapper.deposits(keys).stream()
                .collect(Collectors.toMap(Deposit::id, Function.identity()));
    }

    @Override
    public void persist(Changes<Deposit> changes) {
        mapper.update(changes.updated());
    }
}
