package io.megatron.mapper.custody;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Withdrawals, and what daily limits count of them. */
public interface WithdrawalMapper {

    List<Withdrawal> withdrawalsWithIds(@Param("ids") UUID[] ids);

    default List<Withdrawal> withdrawals(Collection<WithdrawalId> ids) {
        return withdrawalsWithIds(ids.stream().map(WithdrawalId::value).toArray(UUID[]::new));
    }

    void insertColumns(Map<String, Object> columns);

    default void insert(Collection<Withdrawal> withdrawals) {
        insertColumns(columns(withdrawals));
    }

    void updateColumns(Map<String, Object> columns);

    /** What never changes of a withdrawal is left as it is. */
    default void update(Collection<Withdrawal> withdrawals) {
        updateColumns(columns(withdrawals));
    }

    private static Map<String, Object> columns(Collection<Withdrawal> withdrawals) {
        return Columns.of(withdrawals)
                .uuids("id", row -> row.id().value())
                .texts("userId", row -> text(row.userId()))
                .bytes("destination", row -> row.destination().bytes())
                .longs("amount", row -> row.amount().micros())
                .texts("status", row -> row.status().name())
                .ints("needsApproval", row -> row.needsApproval() ? 1 : 0)
                .texts("reason", Withdrawal::reason)
                .uuids("requestedBy", Withdrawal::requestedBy)
                .texts("requestedAt", row -> row.requestedAt().toString())
                .texts("approvedBy", row -> text(row.approvedBy()))
                .texts("approvedAt", row -> text(row.approvedAt()))
                .texts("closedAt", row -> text(row.closedAt()))
                .longs("transferSeq", Withdrawal::transferSeq)
                .texts("closingSeq", row -> text(row.closingSeq()))
                .ints("reopened", Withdrawal::reopened)
                .arrays();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /**
     * What was asked for in a window of time and has not come back.
     *
     * @param userId whose; null for all users and the platform together
     */
    record Withdrawn(@Nullable UserId userId, Usdc amount) {}

    /** Sums after a moment: of these users, those without left out, and of all together. */
    List<Withdrawn> withdrawn(@Param("ids") UUID[] ids, @Param("after") Instant after);

    /** Withdrawals of a status in the order of their ids, after one of them. */
    List<Withdrawal> ofStatus(
            @Param("status") WithdrawalStatus status,
            @Param("after") @Nullable WithdrawalId after,
            @Param("limit") int limit);

    long countOfStatus(@Param("status") WithdrawalStatus status);

    /** What approved withdrawals want that are not signed yet. */
    Usdc approved();

    /** Withdrawals, newest first, before one of them. */
    List<Withdrawal> page(
            @Param("user") @Nullable UserId user,
            @Param("status") @Nullable WithdrawalStatus status,
            @Param("before") @Nullable WithdrawalId before,
            @Param("limit") int limit);

    /** When the withdrawal was asked for that has not ended for the longest time. */
    @Nullable Instant oldestOpen();
}
