package io.megatron.mapper.accounts;

import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Users. */
public interface UserMapper {

    List<User> usersWithIds(@Param("ids") UUID[] ids);

    default List<User> users(Collection<UserId> ids) {
        return usersWithIds(ids.stream().map(UserId::value).toArray(UUID[]::new));
    }

    @Nullable User user(@Param("id") UserId id);

    void insertColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insert(Collection<User> users, Instant registeredAt) {
        insertColumns(
                Columns.of(users)
                        .uuids("id", user -> user.id().value())
                        .all("registeredAt", registeredAt)
                        .arrays());
    }

    void updateColumns(Map<String, Object> columns);

    /** What of a user may change. */
    default void update(Collection<User> users) {
        updateColumns(
                Columns.of(users)
                        .uuids("id", user -> user.id().value())
                        .booleans("blocked", User::blocked)
                        .booleans("sellsBlocked", User::sellsBlocked)
                        .arrays());
    }

    /** A page of users before one of them, the last registered first. */
    List<User> page(
            @Param("onlyBlocked") boolean onlyBlocked,
            @Param("beforeTime") @Nullable Instant beforeTime,
            @Param("beforeId") @Nullable UserId beforeId,
            @Param("limit") int limit);
}
