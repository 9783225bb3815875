package io.megatron.server.scenarios;

import io.megatron.curve.money.Usdc;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyExactOut;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellExactOut;
import io.megatron.trading.v1.SellRequest;
import io.megatron.trading.v1.TradeServiceGrpc.TradeServiceBlockingStub;
import java.util.UUID;
import java.util.function.Function;

/**
 * A trade somebody wants, under a request id that it keeps however often it is sent.
 *
 * @param expected the refusal it has to get, or empty if it has to take effect
 */
record Order(
        UUID user,
        String assetId,
        String requestId,
        String expected,
        Function<TradeServiceBlockingStub, Receipt> call,
        String text) {

    Receipt send(TradeServiceBlockingStub stub) {
        return call.apply(stub);
    }

    Order refusedWith(String code) {
        return new Order(user, assetId, requestId, code, call, text);
    }

    static Order buyFor(UUID user, String assetId, long usdcMicros, String minSharesOut) {
        BuyRequest request =
                BuyRequest.newBuilder()
                        .setRequestId(ServerClient.newId())
                        .setAssetId(assetId)
                        .setExactIn(
                                BuyExactIn.newBuilder()
                                        .setUsdcIn(decimal(usdcMicros))
                                        .setMinSharesOut(minSharesOut))
                        .build();
        return buy(user, request);
    }

    static Order buyExactly(UUID user, String assetId, long shareMicros) {
        BuyRequest request =
                BuyRequest.newBuilder()
                        .setRequestId(ServerClient.newId())
                        .setAssetId(assetId)
                        .setExactOut(
                                BuyExactOut.newBuilder()
                                        .setSharesOut(decimal(shareMicros))
                                        .setMaxUsdcIn("100000000"))
                        .build();
        return buy(user, request);
    }

    static Order sell(UUID user, String assetId, long shareMicros) {
        SellRequest request =
                SellRequest.newBuilder()
                        .setRequestId(ServerClient.newId())
                        .setAssetId(assetId)
                        .setExactIn(
                                SellExactIn.newBuilder()
                                        .setSharesIn(decimal(shareMicros))
                                        .setMinUsdcOut("0"))
                        .build();
        return sell(user, request);
    }

    static Order sellFor(UUID user, String assetId, long usdcMicros, long maxShareMicros) {
        SellRequest request =
                SellRequest.newBuilder()
                        .setRequestId(ServerClient.newId())
                        .setAssetId(assetId)
                        .setExactOut(
                                SellExactOut.newBuilder()
                                        .setUsdcOut(decimal(usdcMicros))
                                        .setMaxSharesIn(decimal(maxShareMicros)))
                        .build();
        return sell(user, request);
    }

    private static Order buy(UUID user, BuyRequest request) {
        return new Order(
                user,
                request.getAssetId(),
                request.getRequestId(),
                "",
                stub -> stub.buy(request).getReceipt(),
                "buy " + request);
    }

    private static Order sell(UUID user, SellRequest request) {
        return new Order(
                user,
                request.getAssetId(),
                request.getRequestId(),
                "",
                stub -> stub.sell(request).getReceipt(),
                "sell " + request);
    }

    /** Amounts of shares and of USDC are written alike. */
    static String decimal(long micros) {
        return Usdc.ofMicros(micros).toString();
    }
}
