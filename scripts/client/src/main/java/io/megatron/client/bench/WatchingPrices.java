package io.megatron.client.bench;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.megatron.client.connection.Connection;
import io.megatron.pricing.v1.Price;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.pricing.v1.StreamPricesResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A subscriber to prices, who measures how long each took from the book's time of its last trade,
 * which is before that trade's commit, until it arrived. Both ends read the same machine's clock.
 */
final class WatchingPrices extends ClientCall.Listener<StreamPricesResponse>
        implements AutoCloseable {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;
    private static final int AHEAD = 64;

    private final ClientCall<StreamPricesRequest, StreamPricesResponse> call;
    private final Histogram latencyMicros = new Histogram(LONGEST_MICROS, DIGITS);
    private long trades;
    private boolean measuring;
    private Status ended = Status.OK;

    private WatchingPrices(Wire wire, int connection) {
        call =
                wire.of(connection)
                        .newCall(PriceServiceGrpc.getStreamPricesMethod(), CallOptions.DEFAULT);
    }

    /** Subscribes to the prices of these assets. */
    static WatchingPrices on(Wire wire, int connection, String authorization, List<String> assets) {
        WatchingPrices watching = new WatchingPrices(wire, connection);
        Metadata headers = new Metadata();
        headers.put(Connection.AUTHORIZATION, authorization);
        watching.call.start(watching, headers);
        watching.call.request(AHEAD);
        watching.call.sendMessage(StreamPricesRequest.newBuilder().addAllAssetIds(assets).build());
        watching.call.halfClose();
        return watching;
    }

    /** From now on it counts. */
    synchronized void measure() {
        measuring = true;
    }

    @Override
    public synchronized void onMessage(StreamPricesResponse message) {
        call.request(1);
        if (measuring && message.hasPrice() && message.getPrice().getTrades() > 0) {
            trades += message.getPrice().getTrades();
            latencyMicros.recordValue(
                    Math.clamp(age(message.getPrice()).toNanos() / 1_000, 0, LONGEST_MICROS));
        }
    }

    private static Duration age(Price price) {
        return Duration.between(
                Instant.ofEpochSecond(
                        price.getTickedAt().getSeconds(), price.getTickedAt().getNanos()),
                Instant.now());
    }

    @Override
    public synchronized void onClose(Status status, Metadata trailers) {
        ended = status;
    }

    /**
     * What arrived.
     *
     * @param trades how many trades the prices told of
     * @param failure why the stream ended by itself; empty if it did not
     */
    record Seen(long prices, long trades, double p50Millis, double p99Millis, String failure) {}

    synchronized Seen seen() {
        return new Seen(
                latencyMicros.getTotalCount(),
                trades,
                latencyMicros.getValueAtPercentile(50) / 1e3,
                latencyMicros.getValueAtPercentile(99) / 1e3,
                ended.isOk() ? "" : ended.toString());
    }

    @Override
    public void close() {
        call.cancel("enough", null);
    }
}
