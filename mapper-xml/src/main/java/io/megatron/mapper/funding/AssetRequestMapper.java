package io.megatron.mapper.funding;

import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Requests for assets. */
public interface AssetRequestMapper {

    List<AssetRequest> requestsWithIds(@Param("ids") UUID[] ids);

    default List<AssetRequest> requests(Collection<AssetRequestId> ids) {
        return requestsWithIds(ids.stream().map(AssetRequestId::value).toArray(UUID[]::new));
    }

    void insert(AssetRequest request);

    void closeColumns(Map<String, Object> columns);

    /** What was asked for never changes. */
    default void close(Collection<AssetRequest> requests) {
        closeColumns(
                Columns.of(requests)
                        .uuids("id", request -> request.id().value())
                        .texts("status", request -> request.status().name())
                        .texts("closedAt", request -> String.valueOf(request.closedAt()))
                        .texts("assetId", AssetRequestMapper::asset)
                        .texts("reason", AssetRequest::reason)
                        .arrays());
    }

    private static @Nullable String asset(AssetRequest request) {
        return request.assetId() == null ? null : request.assetId().toString();
    }

    /** Requests before one of them, newest first; of one requester or all, in one state or all. */
    List<AssetRequest> page(
            @Param("requester") @Nullable UserId requester,
            @Param("status") @Nullable AssetRequestStatus status,
            @Param("before") @Nullable AssetRequestId before,
            @Param("limit") int limit);

    /** Open requests whose time is over, in the order of ids, after one of them. */
    List<AssetRequestId> expired(
            @Param("at") Instant at,
            @Param("after") @Nullable AssetRequestId after,
            @Param("limit") int limit);

    long countExpired(@Param("at") Instant at);
}
