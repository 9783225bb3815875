package io.megatron.server.security;

import io.grpc.Context;
import io.megatron.mapper.ids.BackendId;
import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import io.megatron.options.v1.Role;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whose call it is, as their token says. It says nothing about whether the user is registered.
 *
 * @param roles at least one
 * @param session the session that the token belongs to; empty for one that another issuer made, or
 *     that a backend was given
 * @param backend the backend that acts for the user; empty where they call themselves
 */
public record Caller(
        UserId userId, Set<Role> roles, Optional<SessionId> session, Optional<BackendId> backend) {
    static final Context.Key<Caller> KEY = Context.key("megatron-caller");

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The caller of the call that this thread works on. */
    public static Caller current() {
        return Objects.requireNonNull(KEY.get(), "a call without a caller was let in");
    }

    /** Empty where the call is one that anybody may make. */
    public static Optional<Caller> known() {
        return Optional.ofNullable(KEY.get());
    }

    /** In lower case, in their order. */
    public List<String> roleNames() {
        return roles.stream().sorted().map(RoleNames::of).toList();
    }

    public boolean isAdmin() {
        return roles.contains(Role.ROLE_ADMIN);
    }

    public boolean isOperator() {
        return roles.contains(Role.ROLE_OPS);
    }
}
