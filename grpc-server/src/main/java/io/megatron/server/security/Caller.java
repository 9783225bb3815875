package io.megatron.server.security;

import io.grpc.Context;
import io.megatron.mapper.ids.UserId;
import io.megatron.options.v1.Role;
import java.util.Objects;
import java.util.Set;

/**
 * Whose call it is, as their token says. It says nothing about whether the user is registered.
 *
 * @param roles at least one
 */
public record Caller(UserId userId, Set<Role> roles) {
    static final Context.Key<Caller> KEY = Context.key("megatron-caller");

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The caller of the call that this thread works on. */
    public static Caller current() {
        return Objects.requireNonNull(KEY.get(), "a call without a caller was let in");
    }

    public boolean isAdmin() {
        return roles.contains(Role.ROLE_ADMIN);
    }

    public boolean isOperator() {
        return roles.contains(Role.ROLE_OPS);
    }
}
