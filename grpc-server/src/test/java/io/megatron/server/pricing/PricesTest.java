package io.megatron.server.pricing;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.megatron.devservices.DevRedis;
import io.megatron.pricing.v1.GetPriceRequest;
import io.megatron.pricing.v1.GetPriceResponse;
import io.megatron.pricing.v1.ListTicksRequest;
import io.megatron.pricing.v1.ListTicksResponse;
import io.megatron.pricing.v1.Price;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.pricing.v1.StreamPricesResponse;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactOut;
import io.megatron.trading.v1.BuyRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Prices as callers see them, with a relay and a price engine at work behind. */
@Timeout(120)
class PricesTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final int SUBSCRIBERS = 1_000;
    private static final int STREAMS_OF_ONE = 50;

    @TempDir private static Path folder;

    private static DevRedis redis;
    private static RunningExchange exchange;
    private static Person reader;

    @BeforeAll
    static void start() throws IOException {
        redis = DevRedis.start(folder.resolve("redis"));
        exchange =
                RunningExchange.start(
                        folder,
                        Map.of(
                                "MEGATRON_REDIS_URL",
                                redis.url(),
                                "MEGATRON_JOBS_SCHEDULED",
                                "false"));
        reader = reader();
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
        redis.close();
    }

    /** With a token of their own, which takes longer to sign than most calls take. */
    private static Person reader() {
        return exchange.as(UUID.randomUUID(), "user");
    }

    private static GetPriceResponse price(String asset) {
        return reader.prices().getPrice(GetPriceRequest.newBuilder().setAssetId(asset).build());
    }

    private static Price awaitFresh(String asset) {
        await().pollInterval(OFTEN).atMost(SOON).until(() -> !price(asset).getStale());
        return price(asset).getPrice();
    }

    private static void buy(Person trader, String asset, String shares) {
        trader.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactOut(
                                        BuyExactOut.newBuilder()
                                                .setSharesOut(shares)
                                                .setMaxUsdcIn("100000"))
                                .build());
    }

    @Test
    void a_trade_changes_the_price_moments_later() {
        String asset = exchange.asset("1", "0.001");
        buy(exchange.traderWith("1000"), asset, "100");

        Price price = awaitFresh(asset);

        assertThat(price.getMarginal()).isEqualTo("1.1");
        assertThat(price.getDisplay()).isEqualTo("1.1");
        assertThat(price.getFundamental()).isEqualTo("1.1");
        assertThat(price.getVolume()).isEqualTo("105");
        assertThat(price.getWeight()).isEqualTo("0.271266968325791855");
        assertThat(price.getSupply()).isEqualTo("100");
        assertThat(price(asset).getEventsWaiting()).isZero();
    }

    @Test
    void ticks_are_listed_page_by_page_the_latest_first() {
        String asset = exchange.asset("1", "0.001");
        Person trader = exchange.traderWith("1000");
        for (int i = 0; i < 5; i++) {
            buy(trader, asset, "10");
            awaitFresh(asset);
        }

        List<Price> listed = new ArrayList<>();
        ListTicksRequest.Builder request =
                ListTicksRequest.newBuilder().setAssetId(asset).setPageSize(2);
        ListTicksResponse page;
        do {
            page = reader.prices().listTicks(request.build());
            listed.addAll(page.getTicksList());
            request.setPageToken(page.getNextPageToken());
        } while (!page.getNextPageToken().isEmpty());

        int count = listed.size();
        assertThat(listed)
                .extracting(Price::getTickSeq)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> (long) (count - i)).toList());
        assertThat(listed.stream().mapToInt(Price::getTrades).sum()).isEqualTo(5);
        assertThat(listed.getFirst().getMarginal()).isEqualTo("1.05");
    }

    @Test
    void a_stream_begins_with_the_price_and_goes_on_with_what_is_newer() {
        String asset = exchange.asset("1", "0.001");
        String other = exchange.asset("1", "0.001");
        Price before = awaitFresh(asset);
        Iterator<StreamPricesResponse> stream =
                reader.prices()
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .streamPrices(StreamPricesRequest.newBuilder().addAssetIds(asset).build());

        Price first = stream.next().getPrice();
        Person trader = exchange.traderWith("1000");
        buy(trader, other, "10");
        buy(trader, asset, "10");
        Price second = stream.next().getPrice();

        assertThat(first).isEqualTo(before);
        assertThat(second.getAssetId()).isEqualTo(asset);
        assertThat(second.getMarginal()).isEqualTo("1.01");
        assertThat(second.getTickSeq()).isEqualTo(first.getTickSeq() + 1);
    }

    @Test
    void a_stream_that_is_opened_again_repeats_nothing() {
        String asset = exchange.asset("1", "0.001");
        Price known = awaitFresh(asset);
        Iterator<StreamPricesResponse> stream =
                reader.prices()
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .streamPrices(
                                StreamPricesRequest.newBuilder()
                                        .addAssetIds(asset)
                                        .putKnownTicks(asset, known.getTickSeq())
                                        .build());

        buy(exchange.traderWith("1000"), asset, "10");

        assertThat(stream.next().getPrice().getTickSeq()).isEqualTo(known.getTickSeq() + 1);
    }

    @Test
    void a_reader_who_did_not_read_gets_the_latest_price() {
        String asset = exchange.asset("1", "0.001");
        awaitFresh(asset);
        Reader slow =
                new Reader(reader, StreamPricesRequest.newBuilder().addAssetIds(asset).build());
        slow.read(1);
        assertThat(slow.next().getPrice().getMarginal()).isEqualTo("1");

        Person trader = exchange.traderWith("1000");
        for (int i = 0; i < 20; i++) {
            buy(trader, asset, "10");
            awaitFresh(asset);
        }
        slow.read(1_000);

        await().pollInterval(OFTEN)
                .atMost(SOON)
                .until(() -> slow.next().getPrice().getMarginal().equals("1.2"));
        slow.cancel();
    }

    @Test
    void a_thousand_subscribers_are_all_told_and_take_no_place_of_calls() {
        String asset = exchange.asset("1", "0.001");
        awaitFresh(asset);
        StreamPricesRequest request = StreamPricesRequest.newBuilder().addAssetIds(asset).build();
        List<Person> people =
                Stream.generate(PricesTest::reader).limit(SUBSCRIBERS / STREAMS_OF_ONE).toList();
        List<Reader> readers = new ArrayList<>();
        for (Person person : people) {
            List<Reader> streams =
                    Stream.generate(() -> new Reader(person, request))
                            .limit(STREAMS_OF_ONE)
                            .toList();
            streams.forEach(stream -> stream.read(10));
            streams.forEach(
                    stream -> assertThat(stream.next().getPrice().getMarginal()).isEqualTo("1"));
            readers.addAll(streams);
        }

        buy(exchange.traderWith("1000"), asset, "10");

        readers.forEach(reader -> assertThat(reader.nextPrice().getMarginal()).isEqualTo("1.01"));
        readers.forEach(Reader::cancel);
        await().atMost(SOON).until(() -> gauge("megatron.streams.open") < 100);
    }

    private static double gauge(String name) {
        return exchange.context().getBean(MeterRegistry.class).get(name).gauge().value();
    }

    @Test
    void what_cannot_be_read_is_refused_naming_the_field() {
        assertThat(Failure.of(() -> price("nonsense")).fields()).containsExactly("asset_id");
        assertThat(Failure.of(() -> price(newId())).reason()).isEqualTo("ASSET_NOT_FOUND");
        Failure unknown =
                Failure.of(
                        () ->
                                reader.prices()
                                        .streamPrices(
                                                StreamPricesRequest.newBuilder()
                                                        .addAssetIds(newId())
                                                        .build())
                                        .next());
        assertThat(unknown.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unknown.reason()).isEqualTo("ASSET_NOT_FOUND");
        assertThat(
                        Failure.of(
                                        () ->
                                                reader.prices()
                                                        .streamPrices(
                                                                StreamPricesRequest.newBuilder()
                                                                        .putKnownTicks("x", 1)
                                                                        .build())
                                                        .next())
                                .fields())
                .containsExactly("known_ticks");
    }

    /** A stream whose reader says how many answers it wants. */
    private static final class Reader {
        private final BlockingQueue<StreamPricesResponse> got = new LinkedBlockingQueue<>();
        private final ClientCall<StreamPricesRequest, StreamPricesResponse> call;
        private volatile @Nullable Status ended;

        Reader(Person person, StreamPricesRequest request) {
            call =
                    person.channel()
                            .newCall(PriceServiceGrpc.getStreamPricesMethod(), CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(StreamPricesResponse message) {
                            got.add(message);
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            ended = status;
                        }
                    },
                    new Metadata());
            call.sendMessage(request);
            call.halfClose();
        }

        void read(int answers) {
            call.request(answers);
        }

        StreamPricesResponse next() {
            try {
                StreamPricesResponse next = got.poll(SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(next)
                        .as("an answer within %s; the call ended: %s", SOON, ended)
                        .isNotNull();
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Signs of life come in between, where there was time for them. */
        Price nextPrice() {
            StreamPricesResponse next = next();
            while (next.hasHeartbeat()) {
                next = next();
            }
            return next.getPrice();
        }

        void cancel() {
            call.cancel("enough", null);
        }
    }
}
