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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Callers who each send a trade, wait for its answer, and send the next. */
final class ClosedLoop {
    private static final String NO_BOUND = "0";

    /** After a failure a caller holds back, or a dead server would keep it spinning. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    private final Wire wire;
    private final Traders traders;
    private final List<String> assets;
    private final Traffic traffic;
    private final Tally tally = new Tally();
    private final CountDownLatch underWay;
    private final Pace pace;
    private volatile Phase phase = Phase.WARMING;

    /** How far the run is. */
    private enum Phase {
        WARMING,
        MEASURING,
        ENDING
    }

    ClosedLoop(
            Wire wire,
            Traders traders,
            List<String> assets,
            Traffic traffic,
            int callers,
            Pace pace) {
        this.wire = wire;
        this.traders = traders;
        this.assets = assets;
        this.traffic = traffic;
        this.pace = pace;
        underWay = new CountDownLatch(callers);
    }

    /** What was measured, and over how long exactly. */
    record Measured(Tally tally, long nanos) {}

    /**
     * Runs once; returns when no call is under way any more.
     *
     * @param whenMeasuring is begun with the measurement; returns at once
     */
    Measured run(Duration warmUp, Duration measured, Runnable whenMeasuring)
            throws InterruptedException {
        IntStream.range(0, Math.toIntExact(underWay.getCount())).forEach(this::trade);
        Thread.sleep(warmUp);
        long begin = System.nanoTime();
        phase = Phase.MEASURING;
        whenMeasuring.run();
        Thread.sleep(measured);
        long end = System.nanoTime();
        phase = Phase.ENDING;
        underWay.await();
        return new Measured(tally, end - begin);
    }

    private void trade(int caller) {
        if (phase == Phase.ENDING) {
            underWay.countDown();
            return;
        }
        Order order = traffic.next();
        switch (order.side()) {
            case BUY -> buy(caller, order);
            case SELL -> sell(caller, order);
        }
    }

    private void next(int caller) {
        Duration wait = pace.next();
        if (wait.isPositive()) {
            wire.later(wait, () -> trade(caller));
        } else {
            trade(caller);
        }
    }

    private void buy(int caller, Order order) {
        BuyRequest request =
                BuyRequest.newBuilder()
                        .setRequestId(requestId())
                        .setAssetId(assets.get(order.asset()))
                        .setExactIn(
                                BuyExactIn.newBuilder()
                                        .setUsdcIn(Micros.format(order.micros()))
                                        .setMinSharesOut(NO_BOUND))
                        .build();
        UnaryCall.send(
                wire.of(caller),
                TradeServiceGrpc.getBuyMethod(),
                traders.authorizations().get(order.user()),
                request,
                new Landing<BuyResponse>(caller, order) {
                    @Override
                    Receipt receipt(BuyResponse answer) {
                        return answer.getReceipt();
                    }
                });
    }

    private void sell(int caller, Order order) {
        SellRequest request =
                SellRequest.newBuilder()
                        .setRequestId(requestId())
                        .setAssetId(assets.get(order.asset()))
                        .setExactIn(
                                SellExactIn.newBuilder()
                                        .setSharesIn(Micros.format(order.micros()))
                                        .setMinUsdcOut(NO_BOUND))
                        .build();
        UnaryCall.send(
                wire.of(caller),
                TradeServiceGrpc.getSellMethod(),
                traders.authorizations().get(order.user()),
                request,
                new Landing<SellResponse>(caller, order) {
                    @Override
                    Receipt receipt(SellResponse answer) {
                        return answer.getReceipt();
                    }
                });
    }

    /** Any UUID will do, so none of those that cost the system's entropy. */
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Where the answer of one trade arrives. */
    private abstract class Landing<A> implements UnaryCall.Ending<A> {
        private final int caller;
        private final Order order;
        private final long sentAt = System.nanoTime();

        Landing(int caller, Order order) {
            this.caller = caller;
            this.order = order;
        }

        abstract Receipt receipt(A answer);

        @Override
        public void answered(A answer) {
            if (phase == Phase.MEASURING) {
                tally.succeeded(System.nanoTime() - sentAt);
            }
            traffic.ended(order, Micros.parse(receipt(answer).getTrade().getPositionSharesAfter()));
            next(caller);
        }

        @Override
        public void failed(String reason, ReadableError error) {
            tally.failed(reason);
            traffic.ended(order, 0);
            wire.later(AFTER_FAILURE, () -> trade(caller));
        }
    }
}
