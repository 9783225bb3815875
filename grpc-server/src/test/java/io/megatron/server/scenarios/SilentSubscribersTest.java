package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.megatron.pricing.v1.GetPriceRequest;
import io.megatron.pricing.v1.GetPriceResponse;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.pricing.v1.StreamPricesResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand subscribers who read nothing while prices change: the server's memory stays what it
 * is, and once they read they have the latest of each. {@code -Dmegatron.silence=60} lets them be
 * silent for a minute.
 */
@Tag("scenario")
@Timeout(240)
class SilentSubscribersTest {
    private static final Duration SILENCE = Duration.ofSeconds(Long.getLong("megatron.silence", 8));
    private static final int CONNECTIONS = 10;
    private static final int TO_A_CONNECTION = 100;
    private static final int UNREAD_BYTES = 65_535;
    private static final int CALLERS = 16;
    private static final int ASSETS = 20;
    private static final int ALL = 1_000_000;

    /** More than what bounds the benchmark: a thousand streams keep what was sent and not read. */
    private static final long MEGABYTES = 600;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void whoever_reads_nothing_costs_bounded_memory_and_then_gets_the_latest_prices()
            throws InterruptedException {
        Seed seed = Seed.print("silent subscribers");
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start();
            List<ServerClient> connections = new ArrayList<>();
            try (ServerClient client = new ServerClient(server, installation.data())) {
                Market market = Market.open(client, "QUIET", CALLERS, ASSETS, seed);
                UUID reader = client.newUser();
                List<Subscriber> subscribers = new ArrayList<>();
                for (int connection = 0; connection < CONNECTIONS; connection++) {
                    ServerClient another =
                            ServerClient.keeping(UNREAD_BYTES, server, installation.data());
                    connections.add(another);
                    for (int i = 0; i < TO_A_CONNECTION; i++) {
                        subscribers.add(new Subscriber(another, reader, market.assets()));
                    }
                    await("the first price")
                            .until(() -> subscribers.stream().allMatch(each -> each.received > 0));
                }
                double ticksBefore = server.metric("megatron_prices_ticks_total");
                try (TradingLoad load = market.trade(client)) {
                    load.awaitTrades(1);
                    Thread.sleep(SILENCE);
                }
                double ticks = server.metric("megatron_prices_ticks_total") - ticksBefore;
                Map<String, String> latest = awaitLatest(client, reader, market.assets());

                subscribers.forEach(Subscriber::readAll);
                await("the latest prices")
                        .atMost(Duration.ofSeconds(20))
                        .until(
                                () ->
                                        subscribers.stream()
                                                .filter(each -> !each.last.equals(latest))
                                                .limit(3)
                                                .map(each -> each.last.toString())
                                                .toList(),
                                List::isEmpty);

                long received = subscribers.stream().mapToLong(Subscriber::received).sum();
                System.out.printf(
                        "%.0f prices for each of %d subscribers who were silent for %d s: %d were"
                                + " sent, peak %d MB%n",
                        ticks,
                        subscribers.size(),
                        SILENCE.toSeconds(),
                        received,
                        server.peakMegabytes());
                assertThat(received).isLessThan((long) ticks * subscribers.size());
                assertThat(server.peakMegabytes()).isLessThan(MEGABYTES);
                market.settlePending(client);
                market.audit(client);
            } finally {
                connections.forEach(ServerClient::close);
            }
        }
    }

    /** What each asset's price is when no event waits any more. */
    private static Map<String, String> awaitLatest(
            ServerClient client, UUID reader, List<String> assets) {
        var prices = PriceServiceGrpc.newBlockingStub(client.channelOf(reader));
        Function<String, GetPriceResponse> price =
                asset -> prices.getPrice(GetPriceRequest.newBuilder().setAssetId(asset).build());
        await("prices of all trades")
                .atMost(Duration.ofSeconds(20))
                .until(() -> assets.stream().map(price).noneMatch(GetPriceResponse::getStale));
        return assets.stream()
                .collect(
                        Collectors.toMap(
                                asset -> asset,
                                asset -> price.apply(asset).getPrice().getMarginal()));
    }

    /** Subscribes, and takes nothing from the wire until told to. */
    private static final class Subscriber extends ClientCall.Listener<StreamPricesResponse> {
        private final ClientCall<StreamPricesRequest, StreamPricesResponse> call;
        private final Map<String, String> last = new ConcurrentHashMap<>();
        private volatile long received;

        Subscriber(ServerClient client, UUID reader, List<String> assets) {
            call =
                    client.channelOf(reader)
                            .newCall(PriceServiceGrpc.getStreamPricesMethod(), CallOptions.DEFAULT);
            call.start(this, new Metadata());
            call.request(1);
            call.sendMessage(StreamPricesRequest.newBuilder().addAllAssetIds(assets).build());
            call.halfClose();
        }

        /** Messages of one call come one after the other. */
        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public void onMessage(StreamPricesResponse message) {
            received++;
            if (message.hasPrice()) {
                last.put(message.getPrice().getAssetId(), message.getPrice().getMarginal());
            }
        }

        void readAll() {
            call.request(ALL);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            last.put("ended", status.toString());
        }

        long received() {
            return received;
        }
    }
}
