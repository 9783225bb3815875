package io.megatron.core.funding.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.LpWithdrawalMapper;
import io.megatron.mapper.funding.LpWithdrawalMapper.PoolPaid;
import io.megatron.mapper.ids.AssetId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What has left each pool in {@code (t − 24 h, t]}, t being the batch's time. It is the sum of the
 * payments and stored nowhere else, so that it cannot be wrong; within a batch it only grows.
 */
@Component
public class PoolWindows implements BookTable<AssetId, Usdc> {
    /** The window that all limits roll over. */
    public static final Duration LENGTH = Duration.ofHours(24);

    private final LpWithdrawalMapper withdrawals;

    public PoolWindows(LpWithdrawalMapper withdrawals) {
        this.withdrawals = withdrawals;
    }

    @Override
    public Map<AssetId, Usdc> load(Set<AssetId> keys) {
        throw new UnsupportedOperationException("a window ends at a moment");
    }

    @Override
    public Map<AssetId, Usdc> load(Set<AssetId> keys, Instant at) {
        return withdrawals
                .paidByPools(
                        keys.stream().map(AssetId::value).toArray(UUID[]::new), at.minus(LENGTH))
                .stream()
                .collect(Collectors.toMap(PoolPaid::assetId, PoolPaid::paid));
    }

    @Override
    public void persist(Changes<Usdc> changes) {
        // The payments are what is written; here they only become known to the batch.
    }
}
