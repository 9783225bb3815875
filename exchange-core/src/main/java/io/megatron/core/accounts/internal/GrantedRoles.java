package io.megatron.core.accounts.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.accounts.RoleMapper;
import io.megatron.mapper.accounts.RolesOfUser;
import io.megatron.mapper.ids.UserId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What users may be besides users. */
@Component
public class GrantedRoles implements BookTable<UserId, RolesOfUser> {
    private final RoleMapper mapper;

    GrantedRoles(RoleMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Map<UserId, RolesOfUser> load(Set<UserId> keys) {
        return mapper.roles(keys).stream()
                .collect(Collectors.toMap(RolesOfUser::userId, Function.identity()));
    }

    @Override
    public void persist(Changes<RolesOfUser> changes) {
        if (!changes.inserted().isEmpty()) {
            mapper.insert(changes.inserted());
        }
        if (!changes.updated().isEmpty()) {
            mapper.update(changes.updated());
        }
    }
}
