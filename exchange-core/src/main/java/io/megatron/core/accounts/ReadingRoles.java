package io.megatron.core.accounts;

import io.megatron.mapper.accounts.GrantedRole;
import io.megatron.mapper.accounts.RoleMapper;
import io.megatron.mapper.accounts.RolesOfUser;
import io.megatron.mapper.ids.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks up what users may be besides users. */
@Component
public class ReadingRoles {
    private final RoleMapper mapper;

    public ReadingRoles(RoleMapper mapper) {
        this.mapper = mapper;
    }

    public Set<GrantedRole> of(UserId user) {
        return mapper.roles(List.of(user)).stream()
                .findFirst()
                .map(RolesOfUser::held)
                .orElse(Set.of());
    }

    /** Of everybody who holds one. */
    public Map<UserId, Set<GrantedRole>> all() {
        return mapper.held().stream()
                .collect(Collectors.toUnmodifiableMap(RolesOfUser::userId, RolesOfUser::held));
    }
}
