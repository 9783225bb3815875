package io.megatron.mapper.identity;

import io.megatron.mapper.ids.BackendId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Backends, which the book writes, and the tokens they were given, which stand beside it. */
public interface BackendMapper {

    List<Backend> backendsWithIds(@Param("ids") UUID[] ids);

    default List<Backend> backends(Collection<BackendId> ids) {
        return backendsWithIds(ids.stream().map(BackendId::value).toArray(UUID[]::new));
    }

    @Nullable Backend backend(@Param("id") BackendId id);

    /** A page of backends before one of them, the last registered first. */
    List<Backend> page(
            @Param("beforeTime") @Nullable Instant beforeTime,
            @Param("beforeId") @Nullable BackendId beforeId,
            @Param("limit") int limit);

    /** Those that were revoked since a time. */
    List<BackendId> revokedSince(@Param("since") Instant since);

    void insertColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insert(Collection<Backend> backends, Instant registeredAt) {
        insertColumns(
                Columns.of(backends)
                        .uuids("id", backend -> backend.id().value())
                        .texts("name", Backend::name)
                        .texts("publicKey", Backend::publicKey)
                        .all("registeredAt", registeredAt)
                        .arrays());
    }

    void revokeWithIds(@Param("ids") UUID[] ids, @Param("revokedAt") Instant revokedAt);

    /** What of a backend may change: all of them carry the batch's one book time. */
    default void revoke(Collection<Backend> backends, Instant revokedAt) {
        revokeWithIds(
                backends.stream().map(backend -> backend.id().value()).toArray(UUID[]::new),
                revokedAt);
    }

    /** Nothing where it was shown before; how many rows otherwise. */
    int insertToken(BackendToken token);

    void forgetTokens(@Param("before") Instant before);
}
