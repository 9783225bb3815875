package io.megatron.server.runtime;

import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.DevRedis;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that stand in where none is configured: durable, under the data folder, stopped when
 * the process that started them stops and taken over by the next one when it is killed.
 */
public final class EmbeddedServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);

    private final @Nullable DevPostgres postgres;
    private final @Nullable DevRedis redis;
    private final Optional<String> joinedUrl;

    private EmbeddedServices(
            @Nullable DevPostgres postgres, @Nullable DevRedis redis, Optional<String> joinedUrl) {
        this.postgres = postgres;
        this.redis = redis;
        this.joinedUrl = joinedUrl;
    }

    /** Starts what is not configured. */
    static EmbeddedServices start(InstallationSettings settings, Path dataFolder) {
        DevPostgres postgres = settings.postgresUrl() == null ? startPostgres(dataFolder) : null;
        try {
            boolean redisMissing =
                    settings.redisUrl() == null && settings.kind().equals("development");
            DevRedis redis = redisMissing ? DevRedis.start(dataFolder.resolve("redis")) : null;
            return new EmbeddedServices(postgres, redis, Optional.empty());
        } catch (RuntimeException failure) {
            if (postgres != null) {
                postgres.close();
            }
            throw failure;
        }
    }

    /** For a single task beside the server: joins the Postgres that runs, else starts it. */
    public static EmbeddedServices join(InstallationSettings settings, Path dataFolder) {
        if (settings.postgresUrl() != null) {
            return new EmbeddedServices(null, null, Optional.empty());
        }
        Optional<String> running = DevPostgres.runningAppUrl(postgresFolder(dataFolder));
        return new EmbeddedServices(
                running.isPresent() ? null : startPostgres(dataFolder), null, running);
    }

    private static DevPostgres startPostgres(Path dataFolder) {
        return DevPostgres.start(postgresFolder(dataFolder));
    }

    private static Path postgresFolder(Path dataFolder) {
        return dataFolder.resolve("postgres");
    }

    Optional<String> applicationUrl() {
        return joinedUrl.or(() -> Optional.ofNullable(postgres).map(DevPostgres::appUrl));
    }

    /** Absent where a server is only joined: whoever started it has migrated it. */
    Optional<String> ownerUrl() {
        return Optional.ofNullable(postgres).map(DevPostgres::ownerUrl);
    }

    Optional<String> redisUrl() {
        return Optional.ofNullable(redis).map(DevRedis::url);
    }

    @Override
    public void close() {
        if (postgres != null || redis != null) {
            LOG.info("stopping the embedded servers");
        }
        try (postgres;
                redis) {
            // Both are closed, even if the first one fails.
        }
    }
}
