package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.AssetServiceGrpc.AssetServiceBlockingStub;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.SharedTestPostgres;
import io.megatron.events.v1.EventServiceGrpc;
import io.megatron.events.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.funding.v1.FundingServiceGrpc.FundingServiceBlockingStub;
import io.megatron.ledger.v1.LedgerServiceGrpc;
import io.megatron.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.megatron.operations.v1.ReconcileRequest;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.operations.v1.ReconciliationServiceGrpc;
import io.megatron.operations.v1.RegisterUserRequest;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.PriceServiceGrpc.PriceServiceBlockingStub;
import io.megatron.trading.v1.TradeServiceGrpc;
import io.megatron.trading.v1.TradeServiceGrpc.TradeServiceBlockingStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * The whole server on a database of its own, called over the network in the words of the domain.
 */
public final class RunningExchange implements AutoCloseable {
    private static final UUID ADMIN = UUID.fromString("01900000-0000-7000-8000-0000000000ad");

    private static final UUID SECOND_ADMIN =
            UUID.fromString("01900000-0000-7000-8000-0000000002ad");

    private final AtomicInteger assets = new AtomicInteger();
    private final ConfigurableApplicationContext context;
    private final ManagedChannel channel;
    private final TokenForge forge;
    private final Map<String, String> settings;
    private @Nullable Person lp;
    private @Nullable Person admin;

    private RunningExchange(Map<String, String> settings, TokenForge forge) {
        this.settings = Map.copyOf(settings);
        this.context = SpringApplication.run(MegatronServer.class, arguments());
        this.forge = forge;
        channel =
                ManagedChannelBuilder.forAddress("127.0.0.1", grpcPort(context))
                        .usePlaintext()
                        .build();
    }

    public static RunningExchange start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** With settings of its own beside those that make it a server of a test. */
    public static RunningExchange start(Path folder, Map<String, String> more) throws IOException {
        DevPostgres postgres = SharedTestPostgres.get();
        String database = ServerDatabases.forServer(postgres, more);
        KeyPair keys = TokenForge.usualKeys();
        // A file of its own, since a server takes up what its key file becomes.
        Path key =
                Files.writeString(
                        Files.createTempFile(folder, "private-", ".pem"),
                        TokenForge.privateKeyPem(keys));
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "MEGATRON_POSTGRES_URL",
                                postgres.jdbcUrl(database, "megatron_app"),
                                "MEGATRON_POSTGRES_OWNER_URL",
                                postgres.jdbcUrl(database, "megatron_owner"),
                                "MEGATRON_REDIS_URL",
                                "redis://127.0.0.1:1",
                                "MEGATRON_ENVIRONMENT",
                                "development",
                                "MEGATRON_JWT_PRIVATE_KEY_FILE",
                                key.toString(),
                                "MEGATRON_JWT_ISSUER",
                                TokenForge.ISSUER,
                                "MEGATRON_JWT_AUDIENCE",
                                TokenForge.AUDIENCE,
                                "MEGATRON_GRPC_PORT",
                                "0",
                                "MEGATRON_MANAGEMENT_PORT",
                                "0",
                                "MEGATRON_SHUTDOWN_NOTICE",
                                "0s"));
        settings.put("MEGATRON_DATA", folder.toString());
        settings.putAll(more);
        return new RunningExchange(settings, new TokenForge(keys));
    }

    /** A second node of the same installation. */
    public RunningExchange anotherNode() {
        return new RunningExchange(settings, forge);
    }

    /** What a command on the same installation is given, as a node is. */
    public String[] arguments() {
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    private static int grpcPort(ConfigurableApplicationContext context) {
        return context.getBean(GrpcServerLifecycle.class).getPort();
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public Channel channel() {
        return channel;
    }

    /** The lock of its book, free at first. */
    public BookLock bookLock() {
        return new BookLock(Objects.requireNonNull(settings.get("MEGATRON_POSTGRES_OWNER_URL")));
    }

    /** A good token of the installation's, with some claims changed. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return forge.token(change);
    }

    /** One person's way to call. */
    public Person as(UUID id, String... roles) {
        return with(id, token(c -> c.subject(id.toString()).claim("roles", List.of(roles))));
    }

    /** The way to call with a certain token. */
    public Person with(UUID id, String token) {
        Metadata headers = new Metadata();
        headers.put(TestServer.AUTHORIZATION, "Bearer " + token);
        return new Person(
                id,
                ClientInterceptors.intercept(
                        channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
    }

    /** With one token for all calls: to sign one takes longer than most calls do. */
    public synchronized Person admin() {
        if (admin == null) {
            admin = as(ADMIN, "admin", "ops");
        }
        return admin;
    }

    /** The administrator who confirms what the first one asked for. */
    public Person secondAdmin() {
        return as(SECOND_ADMIN, "admin");
    }

    public TokenForge forge() {
        return forge;
    }

    /** A registered user who holds this many USDC. */
    public Person traderWith(String usdc) {
        UUID id = UUID.randomUUID();
        admin().admin()
                .registerUser(
                        RegisterUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(id.toString())
                                .build());
        if (!usdc.equals("0")) {
            admin().admin()
                    .grantTestFunds(
                            GrantTestFundsRequest.newBuilder()
                                    .setRequestId(newId())
                                    .setUserId(id.toString())
                                    .setAmount(usdc)
                                    .build());
        }
        return as(id, "user");
    }

    /** The id of a new asset with this curve, activated by one LP who funds all of them. */
    public String asset(String basePrice, String slope) {
        String asset = unfundedAsset(basePrice, slope);
        lp().funding()
                .contribute(
                        ContributeRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setAmount("2500")
                                .build());
        return asset;
    }

    private synchronized Person lp() {
        if (lp == null) {
            lp = traderWith("1000000000");
        }
        return lp;
    }

    /** The id of a new asset with this curve, still FUNDING. */
    public String unfundedAsset(String basePrice, String slope) {
        return admin().assets()
                .createAsset(
                        CreateAssetRequest.newBuilder()
                                .setRequestId(newId())
                                .setSymbol("TEST-" + assets.incrementAndGet())
                                .setName("A test's own")
                                .setBasePrice(basePrice)
                                .setSlope(slope)
                                .build())
                .getAsset()
                .getAssetId();
    }

    public ReconcileResponse reconcile() {
        return ReconciliationServiceGrpc.newBlockingStub(admin().channel())
                .reconcile(ReconcileRequest.getDefaultInstance());
    }

    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Somebody with a token. */
    public record Person(UUID id, Channel channel) {
        public TradeServiceBlockingStub trades() {
            return TradeServiceGrpc.newBlockingStub(channel);
        }

        public AssetServiceBlockingStub assets() {
            return AssetServiceGrpc.newBlockingStub(channel);
        }

        public FundingServiceBlockingStub funding() {
            return FundingServiceGrpc.newBlockingStub(channel);
        }

        public LedgerServiceBlockingStub ledger() {
            return LedgerServiceGrpc.newBlockingStub(channel);
        }

        public PriceServiceBlockingStub prices() {
            return PriceServiceGrpc.newBlockingStub(channel);
        }

        public EventServiceBlockingStub events() {
            return EventServiceGrpc.newBlockingStub(channel);
        }

        public JobServiceBlockingStub jobs() {
            return JobServiceGrpc.newBlockingStub(channel);
        }

        public ClockServiceBlockingStub clock() {
            return ClockServiceGrpc.newBlockingStub(channel);
        }

        public AdminServiceBlockingStub admin() {
            return AdminServiceGrpc.newBlockingStub(channel);
        }
    }

    /** The end of every scenario: no invariant is off by a micro. */
    public void closeReconciled() {
        try (this) {
            ReconcileResponse report = reconcile();
            assertThat(report.getFindingsList()).isEmpty();
            assertThat(report.getClean()).isTrue();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        context.close();
    }
}
