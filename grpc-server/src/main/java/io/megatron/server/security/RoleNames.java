package io.megatron.server.security;

import io.megatron.options.v1.Role;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words for roles in tokens and in messages: the proto's, in lower case and bare. */
final class RoleNames {
    private static final int PREFIX = "ROLE_".length();

    private RoleNames() {}

    static String of(Role role) {
        return role.name().substring(PREFIX).toLowerCase(Locale.ROOT);
    }

    static String of(Collection<Role> roles) {
        return roles.stream().sorted().map(RoleNames::of).collect(Collectors.joining(", "));
    }
}
