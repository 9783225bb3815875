package io.megatron.server.runtime;

import io.megatron.core.operations.SettingPlatformFee;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What this installation is, and where its servers are.
 *
 * @param environment {@code development} or {@code production}; an installation stays what it was
 *     created as
 * @param postgresUrl JDBC URL of the role that runs; without it an embedded server is started
 * @param postgresOwnerUrl JDBC URL of the role that owns the tables and migrates them
 * @param redisUrl {@code redis://host:port}; without it an embedded server is started
 * @param feeBps the platform's fee for a new installation, in basis points
 */
@ConfigurationProperties("megatron.installation")
public record InstallationSettings(
        @Nullable String environment,
        @Nullable String postgresUrl,
        @Nullable String postgresOwnerUrl,
        @Nullable String redisUrl,
        int feeBps) {
    public InstallationSettings {
        environment = blankToNull(environment);
        postgresUrl = blankToNull(postgresUrl);
        postgresOwnerUrl = blankToNull(postgresOwnerUrl);
        redisUrl = blankToNull(redisUrl);
        require(
                feeBps >= SettingPlatformFee.LEAST.bps() && feeBps <= SettingPlatformFee.MOST.bps(),
                "MEGATRON_FEE_BPS is not between 30 and 200");
        require(
                environment == null
                        || environment.equals("development")
                        || environment.equals("production"),
                "MEGATRON_ENVIRONMENT is neither development nor production");
        require(
                postgresUrl == null || postgresUrl.startsWith("jdbc:postgresql:"),
                "MEGATRON_POSTGRES_URL does not begin with jdbc:postgresql:");
        require(
                postgresOwnerUrl == null || postgresUrl != null,
                "MEGATRON_POSTGRES_OWNER_URL is set without MEGATRON_POSTGRES_URL");
    }

    /** Embedded servers are development; a server somewhere else is production unless said. */
    public String kind() {
        if (environment != null) {
            return environment;
        }
        return postgresUrl == null ? "development" : "production";
    }

    /** URLs carry passwords, so none is ever printed. */
    @Override
    public String toString() {
        return "InstallationSettings[" + kind() + "]";
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
