package io.megatron.core.funding.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpWithdrawalMapper;
import io.megatron.mapper.funding.LpWithdrawalMapper.LpPaid;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What was paid to each LP in the window of {@link PoolWindows}, and how much of it instantly. */
@Component
public class LpWindows implements BookTable<LpKey, LpPaid> {
    private final LpWithdrawalMapper withdrawals;

    public LpWindows(LpWithdrawalMapper withdrawals) {
        this.withdrawals = withdrawals;
    }

    @Override
    public Map<LpKey, LpPaid> load(Set<LpKey> keys) {
        throw new UnsupportedOperationException("a window ends at a moment");
    }

    @Override
    public Map<LpKey, LpPaid> load(Set<LpKey> keys, Instant at) {
        return withdrawals.paidToLps(keys, at.minus(PoolWindows.LENGTH)).stream()
                .collect(Collectors.toMap(LpPaid::key, Function.identity()));
    }

    @Override
    public void persist(Changes<LpPaid> changes) {
        // The payments are what is written; here they only become known to the batch.
    }
}
