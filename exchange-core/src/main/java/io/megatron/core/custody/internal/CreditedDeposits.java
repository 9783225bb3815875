package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.custody.CreditKey;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What has been credited, by the key that is credited once, and where it is on the chain by now. It
 * shows the same rows as {@link Deposits} and writes other columns of them: place and losses, of
 * rows that were credited before the batch.
 */
@Component
public class CreditedDeposits implements BookTable<CreditKey, Deposit> {
    private final DepositMapper mapper;

    public CreditedDeposits(DepositMapper mapper) {
        this.mapper = mapper;
    }

    /** The key of a deposit that has been credited. */
    static CreditKey key(Deposit credited) {
        return new CreditKey(
                credited.chainId(),
                credited.transactionHash(),
                Objects.requireNonNull(credited.ordinal(), "a credited deposit has its ordinal"));
    }

    @Override
    public Map<CreditKey, Deposit> load(Set<CreditKey> keys) {
        return mapper.creditedUnder(keys).stream()
                .collect(Collectors.toMap(CreditedDeposits::key, Function.identity()));
    }

    @Override
    public void persist(Changes<Deposit> changes) {
        if (!changes.updated().isEmpty()) {
            mapper.follow(changes.updated());
        }
    }
}
