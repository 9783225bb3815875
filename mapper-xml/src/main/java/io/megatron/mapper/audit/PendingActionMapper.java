package io.megatron.mapper.audit;

import io.megatron.mapper.ids.ActionId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** What takes a second administrator. */
public interface PendingActionMapper {

    List<PendingAction> withIds(@Param("ids") UUID[] ids);

    default List<PendingAction> actions(Collection<ActionId> ids) {
        return withIds(ids.stream().map(ActionId::value).toArray(UUID[]::new));
    }

    /**
     * A page before one of them, the last asked for first.
     *
     * @param openAt only those that can be decided about then
     */
    List<PendingAction> page(
            @Param("openAt") @Nullable Instant openAt,
            @Param("before") @Nullable ActionId before,
            @Param("limit") int limit);

    void insertColumns(Map<String, Object> columns);

    /** All of them are asked for at the one book time, and wait. */
    default void insert(Collection<PendingAction> actions, Instant proposedAt) {
        insertColumns(
                Columns.of(actions)
                        .uuids("id", action -> action.id().value())
                        .uuids("proposer", PendingAction::proposer)
                        .uuids("requestId", PendingAction::requestId)
                        .texts("method", PendingAction::method)
                        .texts("payload", PendingAction::payload)
                        .texts("expiresAt", action -> action.expiresAt().toString())
                        .all("proposedAt", proposedAt)
                        .arrays());
    }

    void updateColumns(Map<String, Object> columns);

    /** All of them are decided about at the one book time. */
    default void update(Collection<PendingAction> actions, Instant decidedAt) {
        updateColumns(
                Columns.of(actions)
                        .uuids("id", action -> action.id().value())
                        .texts("status", action -> action.status().name())
                        .uuids("decidedBy", PendingActionMapper::decidedBy)
                        .all("decidedAt", decidedAt)
                        .arrays());
    }

    private static UUID decidedBy(PendingAction action) {
        if (action.decidedBy() == null) {
            throw new IllegalArgumentException("nobody has decided about " + action.id());
        }
        return action.decidedBy();
    }
}
