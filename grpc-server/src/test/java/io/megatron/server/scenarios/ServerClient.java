package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.megatron.funding.v1.ClaimRefundRequest;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.funding.v1.RequestLpWithdrawalRequest;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.ledger.v1.LedgerServiceGrpc;
import io.megatron.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.ReconcileRequest;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.operations.v1.ReconciliationServiceGrpc;
import io.megatron.operations.v1.RegisterUserRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.UnblockUserRequest;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import io.megatron.server.Failure;
import io.megatron.server.TestServer;
import io.megatron.trading.v1.GetTradeByRequestIdRequest;
import io.megatron.trading.v1.ListTradesRequest;
import io.megatron.trading.v1.ListTradesResponse;
import io.megatron.trading.v1.Trade;
import io.megatron.trading.v1.TradeServiceGrpc;
import io.megatron.trading.v1.TradeServiceGrpc.TradeServiceBlockingStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Calls one server, with tokens signed by its installation's development key. */
final class ServerClient implements AutoCloseable {
    private static final int SEEDING_CALLERS = 128;

    private static final UUID ADMIN = UUID.fromString("01900000-0000-7000-8000-0000000000ad");
    private static final int PAGE = 500;

    private final Map<UUID, Channel> channels = new ConcurrentHashMap<>();
    private final ManagedChannel channel;
    private final DevelopmentTokens tokens;

    ServerClient(ServerProcess server, Path dataFolder) {
        this(
                dataFolder,
                NettyChannelBuilder.forAddress(server.grpcHost(), server.grpcPort())
                        .usePlaintext());
    }

    private ServerClient(Path dataFolder, NettyChannelBuilder connection) {
        tokens = DevelopmentTokens.of(dataFolder);
        channel = connection.build();
    }

    /** One whose machine keeps no more than so many bytes that nobody has read. */
    static ServerClient keeping(int bytes, ServerProcess server, Path dataFolder) {
        return new ServerClient(
                dataFolder,
                NettyChannelBuilder.forAddress(server.grpcHost(), server.grpcPort())
                        .usePlaintext()
                        .flowControlWindow(bytes));
    }

    Channel channel() {
        return channel;
    }

    /** Calls of a user. */
    Channel channelOf(UUID user) {
        return as(user, "user");
    }

    TradeServiceBlockingStub trades(UUID user) {
        return TradeServiceGrpc.newBlockingStub(as(user, "user"));
    }

    LedgerServiceBlockingStub ledger(UUID user) {
        return LedgerServiceGrpc.newBlockingStub(as(user, "user"));
    }

    CustodyServiceBlockingStub custody(UUID user) {
        return CustodyServiceGrpc.newBlockingStub(as(user, "user"));
    }

    /** As an administrator and operator. */
    CustodyServiceBlockingStub custody() {
        return CustodyServiceGrpc.newBlockingStub(admin());
    }

    private Channel admin() {
        return as(ADMIN, "admin", "ops");
    }

    private Channel as(UUID user, String... roles) {
        return channels.computeIfAbsent(
                user,
                id -> {
                    Metadata headers = new Metadata();
                    headers.put(TestServer.AUTHORIZATION, "Bearer " + tokens.of(id, roles));
                    return ClientInterceptors.intercept(
                            channel, MetadataUtils.newAttachHeadersInterceptor(headers));
                });
    }

    /** A registered user who has nothing. */
    UUID newUser() {
        UUID id = UUID.randomUUID();
        AdminServiceGrpc.newBlockingStub(admin())
                .registerUser(
                        RegisterUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(id.toString())
                                .build());
        return id;
    }

    /** A registered user who holds this many USDC. */
    UUID newTrader(String usdc) {
        UUID id = newUser();
        AdminServiceGrpc.newBlockingStub(admin())
                .grantTestFunds(
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(id.toString())
                                .setAmount(usdc)
                                .build());
        return id;
    }

    void block(UUID user) {
        AdminServiceGrpc.newBlockingStub(admin())
                .blockUser(
                        BlockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(user.toString())
                                .setReason("a test")
                                .build());
    }

    void unblock(UUID user) {
        AdminServiceGrpc.newBlockingStub(admin())
                .unblockUser(
                        UnblockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(user.toString())
                                .setReason("a test")
                                .build());
    }

    /** The id of a new, funded asset that costs one USDC and a little more with every share. */
    String newAsset(String symbol) {
        String asset = newUnfundedAsset(symbol);
        contribute(newTrader("2500"), asset, "2500");
        return asset;
    }

    void contribute(UUID lp, String asset, String usdc) {
        FundingServiceGrpc.newBlockingStub(as(lp, "user"))
                .contribute(
                        ContributeRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setAmount(usdc)
                                .build());
    }

    void withdraw(UUID lp, String asset, String usdc) {
        FundingServiceGrpc.newBlockingStub(as(lp, "user"))
                .requestLpWithdrawal(
                        RequestLpWithdrawalRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setAmount(usdc)
                                .build());
    }

    /** Whether the LP was paid, and not somebody else before them for them. */
    boolean claimRefund(UUID lp, String asset) {
        try {
            FundingServiceGrpc.newBlockingStub(as(lp, "user"))
                    .claimRefund(
                            ClaimRefundRequest.newBuilder()
                                    .setRequestId(newId())
                                    .setAssetId(asset)
                                    .build());
            return true;
        } catch (StatusRuntimeException refused) {
            assertThat(failure(refused).reason()).isEqualTo("NOTHING_TO_REFUND");
            return false;
        }
    }

    /** So many new users who have given all they had, one USDC, to a pool. */
    List<UUID> newLps(String asset, int count) {
        try (ExecutorService callers = Executors.newFixedThreadPool(SEEDING_CALLERS)) {
            return IntStream.range(0, count)
                    .mapToObj(
                            i ->
                                    CompletableFuture.supplyAsync(
                                            () -> {
                                                UUID lp = newTrader("1");
                                                contribute(lp, asset, "1");
                                                return lp;
                                            },
                                            callers))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    String cash(UUID user) {
        return ledger(user).getBalance(GetBalanceRequest.getDefaultInstance()).getBalance();
    }

    void moveClock(Duration forward) {
        ClockServiceGrpc.newBlockingStub(admin())
                .moveClock(
                        MoveClockRequest.newBuilder()
                                .setRequestId(newId())
                                .setForward(forward)
                                .build());
    }

    /** Asks for a run and does not wait for it. */
    String runJob(String job) {
        return JobServiceGrpc.newBlockingStub(admin())
                .runJob(
                        RunJobRequest.newBuilder()
                                .setRequestId(newId())
                                .setJob(job)
                                .setReason("a scenario")
                                .build())
                .getRun()
                .getRunId();
    }

    Run runToItsEnd(String job) {
        return watch(runJob(job));
    }

    /** Waits for the end of a run. */
    Run watch(String runId) {
        Iterator<WatchRunResponse> news =
                JobServiceGrpc.newBlockingStub(admin())
                        .withDeadlineAfter(300, TimeUnit.SECONDS)
                        .watchRun(WatchRunRequest.newBuilder().setRunId(runId).build());
        Run run = Run.getDefaultInstance();
        while (news.hasNext()) {
            run = news.next().getRun();
        }
        return run;
    }

    /** The id of a new asset that waits for its funding. */
    String newUnfundedAsset(String symbol) {
        return create(blueprint(symbol));
    }

    /** The id of a new asset that waits for more than anybody will give. */
    String newAssetThatWillMiss(String symbol) {
        return create(blueprint(symbol).setSoftCap("100000000").setHardCap("100000000"));
    }

    private String create(CreateAssetRequest.Builder asset) {
        return AssetServiceGrpc.newBlockingStub(admin())
                .createAsset(asset.build())
                .getAsset()
                .getAssetId();
    }

    private static CreateAssetRequest.Builder blueprint(String symbol) {
        return CreateAssetRequest.newBuilder()
                .setRequestId(newId())
                .setSymbol(symbol)
                .setName("A scenario's own")
                .setBasePrice("1")
                .setSlope("0.000001");
    }

    /** What became of a request, as its sender can find out. */
    Optional<Trade> tradeOf(UUID user, String requestId) {
        try {
            return Optional.of(
                    trades(user)
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .getTradeByRequestId(
                                    GetTradeByRequestIdRequest.newBuilder()
                                            .setRequestId(requestId)
                                            .build())
                            .getTrade());
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.NOT_FOUND) {
                assertThat(failure(refused).reason()).isEqualTo("TRADE_NOT_FOUND");
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** All trades that a user ever made, newest first. */
    List<Trade> allTrades(UUID user) {
        List<Trade> trades = new ArrayList<>();
        String token = "";
        do {
            ListTradesResponse page =
                    trades(user)
                            .listTrades(
                                    ListTradesRequest.newBuilder()
                                            .setPageSize(PAGE)
                                            .setPageToken(token)
                                            .build());
            trades.addAll(page.getTradesList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return trades;
    }

    /** The end of every scenario: no invariant is off by a micro. */
    void assertReconciled() {
        ReconcileResponse report =
                ReconciliationServiceGrpc.newBlockingStub(admin())
                        .withDeadlineAfter(60, TimeUnit.SECONDS)
                        .reconcile(ReconcileRequest.getDefaultInstance());
        assertThat(report.getFindingsList()).isEmpty();
        assertThat(report.getClean()).isTrue();
    }

    /** A look at all the books, for as long as it is waited for. */
    Future<?> reconcile() {
        return ReconciliationServiceGrpc.newFutureStub(admin())
                .reconcile(ReconcileRequest.getDefaultInstance());
    }

    static Failure failure(StatusRuntimeException thrown) {
        return Failure.of(
                () -> {
                    throw thrown;
                });
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
