package io.megatron.client.bench;

import io.megatron.client.connection.ReadableError;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.BuyResponse;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellRequest;
import io.megatron.trading.v1.SellResponse;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends orders of the traffic, and tells it how they ended. */
final class TradeCalls implements Calls {
    private static final String NO_BOUND = "0";

    private final Wire wire;
    private final Traders traders;
    private final List<String> assets;
    private final Traffic traffic;

    TradeCalls(Wire wire, Traders traders, List<String> assets, Traffic traffic) {
        this.wire = wire;
        this.traders = traders;
        this.assets = assets;
        this.traffic = traffic;
    }

    @Override
    public void send(int caller, Ending ending) {
        Order order = traffic.next();
        switch (order.side()) {
            case BUY ->
                    UnaryCall.send(
                            wire.of(caller),
                            TradeServiceGrpc.getBuyMethod(),
                            traders.authorizations().get(order.user()),
                            buy(order),
                            new Landing<>(order, ending, BuyResponse::getReceipt));
            case SELL ->
                    UnaryCall.send(
                            wire.of(caller),
                            TradeServiceGrpc.getSellMethod(),
                            traders.authorizations().get(order.user()),
                            sell(order),
                            new Landing<>(order, ending, SellResponse::getReceipt));
        }
    }

    private BuyRequest buy(Order order) {
        return BuyRequest.newBuilder()
                .setRequestId(RequestIds.next())
                .setAssetId(assets.get(order.asset()))
                .setExactIn(
                        BuyExactIn.newBuilder()
                                .setUsdcIn(Micros.format(order.micros()))
                                .setMinSharesOut(NO_BOUND))
                .build();
    }

    private SellRequest sell(Order order) {
        return SellRequest.newBuilder()
                .setRequestId(RequestIds.next())
                .setAssetId(assets.get(order.asset()))
                .setExactIn(
                        SellExactIn.newBuilder()
                                .setSharesIn(Micros.format(order.micros()))
                                .setMinUsdcOut(NO_BOUND))
                .build();
    }

    /** Where the answer of one trade arrives. */
    private final class Landing<A> implements UnaryCall.Ending<A> {
        private final Order order;
        private final Ending ending;
        private final Function<A, Receipt> receipt;

        Landing(Order order, Ending ending, Function<A, Receipt> receipt) {
            this.order = order;
            this.ending = ending;
            this.receipt = receipt;
        }

        @Override
        public void answered(A answer) {
            String shares = receipt.apply(answer).getTrade().getPositionSharesAfter();
            traffic.ended(order, Micros.parse(shares));
            ending.succeeded();
        }

        @Override
        public void failed(String reason, Supplier<ReadableError> error) {
            traffic.ended(order, 0);
            ending.failed(reason);
        }
    }
}
