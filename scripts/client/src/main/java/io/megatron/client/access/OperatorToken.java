package io.megatron.client.access;

import io.megatron.client.connection.Installation;
import io.megatron.options.v1.Role;
import java.time.Duration;

/** What the operators' scripts call with: the token they are given, else one of their own. */
public final class OperatorToken {
    private static final Duration TTL = Duration.ofHours(1);

    private OperatorToken() {}

    public static String of(Installation installation) {
        String given = installation.setting("MEGATRON_TOKEN", "");
        return given.isEmpty()
                ? MintingTokens.of(installation.dataFolder(), installation.environment())
                        .mint(DevelopmentUsers.of(Role.ROLE_OPS), Role.ROLE_OPS, TTL)
                : given;
    }
}
