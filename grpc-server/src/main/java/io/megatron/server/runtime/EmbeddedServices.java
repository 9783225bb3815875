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
 * this process stops and taken over by the next one when it is killed.
 */
final class EmbeddedServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);

    private final @Nullable DevPostgres postgres;
    private final @Nullable DevRedis redis;

    private EmbeddedServices(@Nullable DevPostgres postgres, @Nullable DevRedis redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    static EmbeddedServices startMissing(InstallationSettings settings, Path dataFolder) {
        DevPostgres postgres =
                settings.postgresUrl() == null
                        ? DevPostgres.start(dataFolder.resolve("postgres"))
                        : null;
        try {
            DevRedis redis =
                    settings.redisUrl() == null && settings.kind().equals("development")
                            ? DevRedis.start(dataFolder.resolve("redis"))
                            : null;
            return new EmbeddedServices(postgres, redis);
        } catch (RuntimeException failure) {
            if (postgres != null) {
                postgres.close();
            }
            throw failure;
        }
    }

    Optional<DevPostgres> postgres() {
        return Optional.ofNullable(postgres);
    }

    @Override
    public void close() {
        LOG.info("stopping the embedded servers");
        try (postgres;
                redis) {
            // Both are closed, even if the first one fails.
        }
    }
}
