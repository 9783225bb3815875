package io.megatron.mapper.accounts;

import io.megatron.mapper.ids.UserId;
import java.util.EnumSet;
import java.util.Set;

/** What a user may be besides a user, at the moment. */
public record RolesOfUser(UserId userId, boolean admin, boolean ops, boolean oracle) {

    /** Somebody who is a user and nothing else. */
    public static RolesOfUser none(UserId user) {
        return new RolesOfUser(user, false, false, false);
    }

    /** The same with a role that is held from now on, or is no more. */
    public RolesOfUser with(GrantedRole role, boolean held) {
        return switch (role) {
            case ADMIN -> new RolesOfUser(userId, held, ops, oracle);
            case OPS -> new RolesOfUser(userId, admin, held, oracle);
            case ORACLE -> new RolesOfUser(userId, admin, ops, held);
        };
    }

    public boolean holds(GrantedRole role) {
        return switch (role) {
            case ADMIN -> admin;
            case OPS -> ops;
            case ORACLE -> oracle;
        };
    }

    /** Those that are held. */
    public Set<GrantedRole> held() {
        Set<GrantedRole> held = EnumSet.allOf(GrantedRole.class);
        held.removeIf(role -> !holds(role));
        return held;
    }
}
