package io.megatron.mapper.accounts;

import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** What users may be besides users. */
public interface RoleMapper {

    List<RolesOfUser> rolesOfUsers(@Param("ids") UUID[] ids);

    default List<RolesOfUser> roles(Collection<UserId> ids) {
        return rolesOfUsers(ids.stream().map(UserId::value).toArray(UUID[]::new));
    }

    /** Of everybody who holds one. */
    List<RolesOfUser> held();

    void insertColumns(Map<String, Object> columns);

    default void insert(Collection<RolesOfUser> roles) {
        insertColumns(columns(roles));
    }

    void updateColumns(Map<String, Object> columns);

    default void update(Collection<RolesOfUser> roles) {
        updateColumns(columns(roles));
    }

    private static Map<String, Object> columns(Collection<RolesOfUser> roles) {
        return Columns.of(roles)
                .uuids("userId", row -> row.userId().value())
                .booleans("admin", RolesOfUser::admin)
                .booleans("ops", RolesOfUser::ops)
                .booleans("oracle", RolesOfUser::oracle)
                .arrays();
    }
}
