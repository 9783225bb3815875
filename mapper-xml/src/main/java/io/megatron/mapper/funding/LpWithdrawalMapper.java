package io.megatron.mapper.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.LpWithdrawalId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Withdrawals of principal, their payments, and what was paid in a window of time. */
public interface LpWithdrawalMapper {

    List<LpWithdrawal> withdrawalsWithIds(@Param("ids") UUID[] ids);

    default List<LpWithdrawal> withdrawals(Collection<LpWithdrawalId> ids) {
        return withdrawalsWithIds(ids.stream().map(LpWithdrawalId::value).toArray(UUID[]::new));
    }

    void insertColumns(Map<String, Object> columns);

    default void insert(Collection<LpWithdrawal> withdrawals) {
        insertColumns(columns(withdrawals));
    }

    void updateColumns(Map<String, Object> columns);

    default void update(Collection<LpWithdrawal> withdrawals) {
        updateColumns(columns(withdrawals));
    }

    private static Map<String, Object> columns(Collection<LpWithdrawal> withdrawals) {
        return Columns.of(withdrawals)
                .uuids("id", withdrawal -> withdrawal.id().value())
                .uuids("assetId", withdrawal -> withdrawal.assetId().value())
                .uuids("userId", withdrawal -> withdrawal.userId().value())
                .longs("number", LpWithdrawal::number)
                .longs("requested", withdrawal -> withdrawal.requested().micros())
                .longs("instant", withdrawal -> withdrawal.instant().micros())
                .longs("paid", withdrawal -> withdrawal.paid().micros())
                .longs("cancelled", withdrawal -> withdrawal.cancelled().micros())
                .ints("parts", LpWithdrawal::parts)
                .texts("status", withdrawal -> withdrawal.status().name())
                .texts("requestedAt", withdrawal -> withdrawal.requestedAt().toString())
                .texts("closedAt", LpWithdrawalMapper::closing)
                .arrays();
    }

    private static @Nullable String closing(LpWithdrawal withdrawal) {
        return withdrawal.closedAt() == null ? null : withdrawal.closedAt().toString();
    }

    void insertPaymentColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insertPayments(Collection<LpPayment> payments, Instant paidAt) {
        insertPaymentColumns(
                Columns.of(payments)
                        .uuids("withdrawalId", payment -> payment.withdrawalId().value())
                        .ints("part", LpPayment::part)
                        .uuids("assetId", payment -> payment.lp().assetId().value())
                        .uuids("userId", payment -> payment.lp().userId().value())
                        .longs("amount", payment -> payment.amount().micros())
                        .ints("instant", payment -> payment.instant() ? 1 : 0)
                        .longs("base", payment -> payment.base().micros())
                        .longs("paidBefore", payment -> payment.paidBefore().micros())
                        .texts("poolLimit", LpWithdrawalMapper::limit)
                        .longs("transferSeq", LpPayment::transferSeq)
                        .all("paidAt", paidAt)
                        .arrays());
    }

    private static @Nullable String limit(LpPayment payment) {
        return payment.poolLimit() == null ? null : payment.poolLimit().toString();
    }

    /** What left a pool in a window. */
    record PoolPaid(AssetId assetId, Usdc paid) {}

    /** Sums after a moment; pools without payments are absent. */
    List<PoolPaid> paidByPools(@Param("ids") UUID[] ids, @Param("after") Instant after);

    /** What was paid to an LP in a window, and how much of it instantly. */
    record LpPaid(AssetId assetId, UserId userId, Usdc paid, Usdc paidInstantly) {
        public LpKey key() {
            return new LpKey(assetId, userId);
        }
    }

    List<LpPaid> paidToLpsWithIds(
            @Param("assetIds") UUID[] assetIds,
            @Param("userIds") UUID[] userIds,
            @Param("after") Instant after);

    /** Sums after a moment; LPs without payments are absent. */
    default List<LpPaid> paidToLps(Collection<LpKey> keys, Instant after) {
        return paidToLpsWithIds(
                keys.stream().map(key -> key.assetId().value()).toArray(UUID[]::new),
                keys.stream().map(key -> key.userId().value()).toArray(UUID[]::new),
                after);
    }

    /** Payments of a pool after a moment, oldest first: what leaves the window next. */
    List<Payment> paymentsAfter(
            @Param("assetId") AssetId assetId,
            @Param("after") Instant after,
            @Param("limit") int limit);

    /** A payment's moment and amount. */
    record Payment(Instant paidAt, Usdc amount) {}

    /** The head of a pool's queue, in its order. */
    List<LpWithdrawal> queue(@Param("assetId") AssetId assetId, @Param("limit") int limit);

    /** Pools that have a queue, and retired ones that may be closed, after one of them. */
    List<AssetId> poolsToWork(@Param("after") @Nullable AssetId after, @Param("limit") int limit);

    /** A user's withdrawals before one of them, newest first, of one pool or of all. */
    List<LpWithdrawal> ofUser(
            @Param("userId") UserId userId,
            @Param("assetId") @Nullable AssetId assetId,
            @Param("before") @Nullable LpWithdrawalId before,
            @Param("limit") int limit);

    long countPoolsToWork();

    /** Pools that have paid after a moment, in the order of ids, after one of them. */
    List<AssetId> poolsPaidAfter(
            @Param("since") Instant since,
            @Param("after") @Nullable AssetId after,
            @Param("limit") int limit);

    long countPoolsPaidAfter(@Param("since") Instant since);
}
