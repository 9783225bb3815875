package io.megatron.client.access;

import io.megatron.client.ClientException;
import io.megatron.options.v1.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Roles as people and tokens write them: the proto's names, in lower case and without the prefix.
 */
final class Roles {
    private static final String PREFIX = "ROLE_";

    private Roles() {}

    static String name(Role role) {
        return role.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** The roles of a list like {@code user,admin}, each once and in the list's order. */
    static List<Role> parse(String list) {
        List<Role> roles = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            Role role =
                    known().filter(one -> name(one).equals(name.strip()))
                            .findFirst()
                            .orElseThrow(() -> unknown(name));
            if (!roles.contains(role)) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static Stream<Role> known() {
        return Stream.of(Role.values())
                .filter(role -> role != Role.UNRECOGNIZED)
                .filter(role -> role != Role.ROLE_UNSPECIFIED && role != Role.ROLE_ANYBODY);
    }

    private static ClientException unknown(String name) {
        return ClientException.misuse(
                "there is no role '%s'; there are %s"
                        .formatted(
                                name, known().map(Roles::name).collect(Collectors.joining(", "))));
    }
}
