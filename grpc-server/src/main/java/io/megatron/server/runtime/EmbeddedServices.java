package io.megatron.server.runtime;

import io.megatron.core.custody.chain.ChainAddress;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.DevRedis;
import io.megatron.mapper.custody.EvmAddress;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that stand in where none is configured: durable, under the data folder, stopped when
 * the process that started them stops and taken over by the next one when it is killed.
 */
public final class EmbeddedServices implements AutoCloseable {
    private static final BigInteger GAS = BigInteger.TEN.pow(18);
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);

    private final @Nullable DevPostgres postgres;
    private final @Nullable DevRedis redis;
    private final @Nullable DevChain chain;
    private final Optional<String> joinedUrl;

    private EmbeddedServices(
            @Nullable DevPostgres postgres,
            @Nullable DevRedis redis,
            @Nullable DevChain chain,
            Optional<String> joinedUrl) {
        this.postgres = postgres;
        this.redis = redis;
        this.chain = chain;
        this.joinedUrl = joinedUrl;
    }

    /** Starts what is not configured. */
    static EmbeddedServices start(
            InstallationSettings settings, CustodySettings custody, Path dataFolder) {
        boolean development = settings.kind().equals("development");
        boolean redisMissing = settings.redisUrl() == null && development;
        Deque<Runnable> stops = new ArrayDeque<>();
        try {
            DevPostgres postgres =
                    settings.postgresUrl() == null ? startPostgres(dataFolder) : null;
            stops.push(postgres == null ? () -> {} : postgres::close);
            DevRedis redis = redisMissing ? DevRedis.start(dataFolder.resolve("redis")) : null;
            stops.push(redis == null ? () -> {} : redis::close);
            DevChain chain = development ? startChain(custody, dataFolder) : null;
            return new EmbeddedServices(postgres, redis, chain, Optional.empty());
        } catch (RuntimeException failure) {
            stops.forEach(Runnable::run);
            throw failure;
        }
    }

    private static @Nullable DevChain startChain(CustodySettings custody, Path dataFolder) {
        return custody.localChainPrograms()
                .filter(DevChain::isInstalled)
                .map(
                        programs ->
                                DevChain.start(
                                        dataFolder.resolve("chain"), programs, ChainPace.STEADY))
                .orElse(null);
    }

    /** For a single task beside the server: joins the Postgres that runs, else starts it. */
    public static EmbeddedServices join(InstallationSettings settings, Path dataFolder) {
        if (settings.postgresUrl() != null) {
            return new EmbeddedServices(null, null, null, Optional.empty());
        }
        Optional<String> running = DevPostgres.runningAppUrl(postgresFolder(dataFolder));
        return new EmbeddedServices(
                running.isPresent() ? null : startPostgres(dataFolder), null, null, running);
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

    /** A chain of our own, with its token. */
    Optional<ChainAddress> chain() {
        return Optional.ofNullable(chain)
                .map(
                        own ->
                                new ChainAddress(
                                        List.of(URI.create(own.url())),
                                        EvmAddress.parse(own.token())));
    }

    /** Gives an account gas on a chain of our own, where it costs nothing. */
    void payGas(EvmAddress account) {
        if (chain != null) {
            chain.fundGas(account.toString(), GAS);
        }
    }

    @Override
    public void close() {
        if (postgres != null || redis != null || chain != null) {
            LOG.info("stopping the embedded servers");
        }
        try (postgres;
                redis;
                chain) {
            // All are closed, even if one fails.
        }
    }
}
