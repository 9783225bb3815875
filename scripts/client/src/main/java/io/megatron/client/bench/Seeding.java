package io.megatron.client.bench;

import io.grpc.MethodDescriptor;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.assets.v1.CreateAssetResponse;
import io.megatron.client.ClientException;
import io.megatron.client.access.MintingTokens;
import io.megatron.client.connection.ReadableError;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.DepositAddress;
import io.megatron.custody.v1.GetDepositAddressRequest;
import io.megatron.custody.v1.GetDepositAddressResponse;
import io.megatron.custody.v1.RequestWithdrawalRequest;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.RegisterUserRequest;
import io.megatron.options.v1.Role;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes what the traffic needs, through the API like anybody else, many calls at once so that the
 * book takes them in full batches.
 */
final class Seeding {
    private static final int IN_FLIGHT = 512;
    private static final String FUNDS = "100000";
    private static final String BASE_PRICE = "1";
    private static final String SLOPE = "0.000001";

    private static final long SOFT_CAP = 2_500;
    private static final String CONTRIBUTION = "1";
    private static final String OUT_OF_REACH = "100000000";

    private static final int PRINCIPAL = 10;
    private static final String FIRST_TRADE = "100";

    private final Wire wire;
    private final String authorization;
    private final MintingTokens tokens;

    private Seeding(Wire wire, String authorization, MintingTokens tokens) {
        this.wire = wire;
        this.authorization = authorization;
        this.tokens = tokens;
    }

    /** As an administrator of the server, over a wire to it. */
    static Seeding of(Target target, Wire wire) {
        return new Seeding(wire, "Bearer " + target.token(Role.ROLE_ADMIN), target.tokens());
    }

    /** What the calls of the administrator carry. */
    String authorization() {
        return authorization;
    }

    void registerAndFund(Traders traders) {
        registerAndFund(traders, FUNDS);
    }

    private void registerAndFund(Traders traders, String funds) {
        register(traders);
        sendAll(
                AdminServiceGrpc.getGrantTestFundsMethod(),
                traders.count(),
                user ->
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setUserId(traders.ids().get(user).toString())
                                .setAmount(funds)
                                .build());
    }

    void register(Traders traders) {
        sendAll(
                AdminServiceGrpc.getRegisterUserMethod(),
                traders.count(),
                user ->
                        RegisterUserRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setUserId(traders.ids().get(user).toString())
                                .build());
    }

    /** Where each of them pays in, in their order. */
    List<DepositAddress> depositAddresses(Traders traders) {
        return sendAll(
                        CustodyServiceGrpc.getGetDepositAddressMethod(),
                        traders.authorizations()::get,
                        traders.count(),
                        user -> GetDepositAddressRequest.getDefaultInstance())
                .stream()
                .map(GetDepositAddressResponse::getDepositAddress)
                .toList();
    }

    /** Has each of them ask for a withdrawal. */
    void requestWithdrawals(Traders traders, String amount, String destination) {
        sendAll(
                CustodyServiceGrpc.getRequestWithdrawalMethod(),
                traders.authorizations()::get,
                traders.count(),
                user ->
                        RequestWithdrawalRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAmount(amount)
                                .setDestination(destination)
                                .build());
    }

    /** The ids of so many new assets, whose symbols nobody else has. */
    List<String> createAssets(int count) {
        int run = anyRun();
        List<CreateAssetResponse> made =
                sendAll(
                        AssetServiceGrpc.getCreateAssetMethod(),
                        count,
                        asset -> newAsset(run, asset).build());
        List<String> assets = made.stream().map(one -> one.getAsset().getAssetId()).toList();
        activate(assets);
        return assets;
    }

    /** One LP funds all of them up to their soft cap. */
    private void activate(List<String> assets) {
        Traders lp = Traders.of(1, tokens);
        registerAndFund(lp, Long.toString(assets.size() * SOFT_CAP));
        sendAll(
                FundingServiceGrpc.getContributeMethod(),
                asset -> lp.authorizations().getFirst(),
                assets.size(),
                asset ->
                        ContributeRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(assets.get(asset))
                                .setAmount(Long.toString(SOFT_CAP))
                                .build());
    }

    /** An asset that so many new LPs gave a USDC each, and that nobody will ever activate. */
    String createMissedFunding(int count, Duration period) {
        Traders lps = Traders.of(count, tokens);
        registerAndFund(lps, CONTRIBUTION);
        String asset =
                createAsset(
                        newAsset(anyRun(), 0)
                                .setSoftCap(OUT_OF_REACH)
                                .setHardCap(OUT_OF_REACH)
                                .setFundingPeriod(
                                        com.google.protobuf.Duration.newBuilder()
                                                .setSeconds(period.toSeconds())));
        contribute(lps, asset, CONTRIBUTION);
        return asset;
    }

    /**
     * An asset that so many new LPs have activated, and whose hard cap they will not reach. One of
     * them buys, so that all have fees to claim from the beginning.
     */
    Pool createPool(int count) {
        Traders lps = Traders.of(count, tokens);
        registerAndFund(lps);
        String asset =
                createAsset(
                        newAsset(anyRun(), 0)
                                .setSoftCap(Integer.toString(count * PRINCIPAL))
                                .setHardCap(OUT_OF_REACH));
        contribute(lps, asset, Integer.toString(PRINCIPAL));
        sendAll(
                TradeServiceGrpc.getBuyMethod(),
                lps.authorizations()::get,
                1,
                lp ->
                        BuyRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder()
                                                .setUsdcIn(FIRST_TRADE)
                                                .setMinSharesOut("0"))
                                .build());
        return new Pool(asset, lps);
    }

    private String createAsset(CreateAssetRequest.Builder request) {
        return sendAll(AssetServiceGrpc.getCreateAssetMethod(), 1, number -> request.build())
                .getFirst()
                .getAsset()
                .getAssetId();
    }

    /** Each of them as much. */
    private void contribute(Traders lps, String asset, String amount) {
        sendAll(
                FundingServiceGrpc.getContributeMethod(),
                lps.authorizations()::get,
                lps.count(),
                lp ->
                        ContributeRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .setAmount(amount)
                                .build());
    }

    private static CreateAssetRequest.Builder newAsset(int run, int number) {
        return CreateAssetRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setSymbol(symbol(run, number))
                .setName("Made by the bench")
                .setBasePrice(BASE_PRICE)
                .setSlope(SLOPE);
    }

    private static int anyRun() {
        return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    private static String symbol(int run, int asset) {
        return String.format(Locale.ROOT, "B%08X-%d", run, asset);
    }

    private <Q, A> List<A> sendAll(
            MethodDescriptor<Q, A> method, int count, IntFunction<Q> request) {
        return sendAll(method, number -> authorization, count, request);
    }

    private <Q, A> List<A> sendAll(
            MethodDescriptor<Q, A> method,
            IntFunction<String> caller,
            int count,
            IntFunction<Q> request) {
        Flood<Q, A> flood = new Flood<>(method, caller, count, request);
        IntStream.range(0, Math.min(IN_FLIGHT, count)).forEach(flood::sendNext);
        return flood.await();
    }

    /** Calls of one kind; each answer brings the next call on its way. */
    private final class Flood<Q, A> {
        private final MethodDescriptor<Q, A> method;
        private final IntFunction<String> caller;
        private final IntFunction<Q> request;
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger missing;
        private final AtomicReferenceArray<A> answers;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        Flood(
                MethodDescriptor<Q, A> method,
                IntFunction<String> caller,
                int count,
                IntFunction<Q> request) {
            this.method = method;
            this.caller = caller;
            this.request = request;
            missing = new AtomicInteger(count);
            answers = new AtomicReferenceArray<>(count);
        }

        void sendNext(int lane) {
            int number = sent.getAndIncrement();
            if (number < answers.length() && !ended.isDone()) {
                UnaryCall.send(
                        wire.of(lane),
                        method,
                        caller.apply(number),
                        request.apply(number),
                        new Landing(lane, number));
            }
        }

        List<A> await() {
            try {
                ended.join();
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof ClientException foreseen) {
                    throw foreseen;
                }
                throw failed;
            }
            return IntStream.range(0, answers.length())
                    .mapToObj(number -> Objects.requireNonNull(answers.get(number)))
                    .toList();
        }

        private final class Landing implements UnaryCall.Ending<A> {
            private final int lane;
            private final int number;

            Landing(int lane, int number) {
                this.lane = lane;
                this.number = number;
            }

            @Override
            public void answered(A answer) {
                answers.set(number, answer);
                if (missing.decrementAndGet() == 0) {
                    ended.complete(null);
                }
                sendNext(lane);
            }

            @Override
            public void failed(String reason, Supplier<ReadableError> error) {
                ended.completeExceptionally(
                        new ClientException(
                                "seeding failed at %s: %s"
                                        .formatted(method.getFullMethodName(), error.get())));
            }
        }
    }
}
