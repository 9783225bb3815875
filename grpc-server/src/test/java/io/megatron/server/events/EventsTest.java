package io.megatron.server.events;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.devservices.DevRedis;
import io.megatron.events.v1.Event;
import io.megatron.events.v1.GetBacklogRequest;
import io.megatron.events.v1.GetBacklogResponse;
import io.megatron.events.v1.ReplayRequest;
import io.megatron.events.v1.ReplayResponse;
import io.megatron.events.v1.ShardBacklog;
import io.megatron.events.v1.StreamEventsRequest;
import io.megatron.events.v1.StreamEventsResponse;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactOut;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events as callers see them. */
@Timeout(120)
class EventsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private static Path folder;

    private static DevRedis redis;
    private static RunningExchange exchange;

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
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
        redis.close();
    }

    private static Person operator() {
        return exchange.as(UUID.randomUUID(), "ops");
    }

    private static void buy(Person trader, String asset) {
        trader.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactOut(
                                        BuyExactOut.newBuilder()
                                                .setSharesOut("10")
                                                .setMaxUsdcIn("100000"))
                                .build());
    }

    private static Iterator<StreamEventsResponse> stream(
            Person reader, StreamEventsRequest.Builder request) {
        return reader.events()
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .streamEvents(request.build());
    }

    private static List<StreamEventsResponse> take(
            Iterator<StreamEventsResponse> stream, int count) {
        List<StreamEventsResponse> taken = new ArrayList<>();
        while (taken.size() < count) {
            StreamEventsResponse next = stream.next();
            if (next.hasEvent()) {
                taken.add(next);
            }
        }
        return taken;
    }

    @Test
    void a_reader_sees_an_assets_events_in_order_and_goes_on_where_it_stopped() {
        String asset = exchange.asset("1", "0.001");
        Person trader = exchange.traderWith("1000");
        buy(trader, asset);
        buy(trader, asset);
        var all = stream(operator(), StreamEventsRequest.newBuilder().setAssetId(asset));
        List<StreamEventsResponse> first = take(all, 2);

        List<StreamEventsResponse> rest =
                take(
                        stream(
                                operator(),
                                StreamEventsRequest.newBuilder()
                                        .setAssetId(asset)
                                        .setPosition(first.getLast().getNextPosition())),
                        1);
        buy(trader, asset);

        assertThat(first)
                .extracting(answer -> answer.getEvent().getAssetSeq())
                .containsExactly(1L, 2L);
        assertThat(rest.getFirst().getEvent().getAssetSeq()).isEqualTo(3);
        assertThat(take(all, 2))
                .extracting(answer -> answer.getEvent().getAssetSeq())
                .containsExactly(3L, 4L);
    }

    @Test
    void a_user_sees_what_is_about_them_and_nothing_else() {
        String asset = exchange.asset("1", "0.001");
        Person mine = exchange.traderWith("1000");
        Person other = exchange.traderWith("1000");
        buy(other, asset);
        buy(mine, asset);
        buy(other, asset);

        Event event = take(stream(mine, StreamEventsRequest.newBuilder()), 1).getFirst().getEvent();

        assertThat(event.getKind()).isEqualTo("trade_executed");
        assertThat(event.getPayload()).contains(mine.id().toString());
        assertThat(
                        Failure.of(
                                        () ->
                                                stream(
                                                                mine,
                                                                StreamEventsRequest.newBuilder()
                                                                        .setUserId(
                                                                                other.id()
                                                                                        .toString()))
                                                        .next())
                                .reason())
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void now_is_what_has_not_happened_yet() {
        String asset = exchange.asset("1", "0.001");
        Person trader = exchange.traderWith("1000");
        buy(trader, asset);
        long last = backlog().getLastEventId();
        var news = stream(operator(), StreamEventsRequest.newBuilder().setPosition("now"));
        CompletableFuture<StreamEventsResponse> first =
                CompletableFuture.supplyAsync(
                        () -> take(news, 1).getFirst(), Thread::startVirtualThread);

        // Nobody can tell when the server has taken note of where "now" is.
        await().until(
                        () -> {
                            buy(trader, asset);
                            return first.isDone();
                        });

        assertThat(first.join().getEvent().getEventId()).isGreaterThan(last);
    }

    @Test
    void what_waits_is_shown_and_can_be_sent_again() {
        String asset = exchange.asset("1", "0.001");
        buy(exchange.traderWith("1000"), asset);
        awaitRelayed();
        ReplayRequest.Builder replay =
                ReplayRequest.newBuilder().setRequestId(newId()).setReason("a test");

        ReplayResponse preview =
                operator().events().replay(replay.clone().setValidateOnly(true).build());
        Person operator = operator();
        ReplayResponse done = operator.events().replay(replay.build());
        ReplayResponse again = operator.events().replay(replay.build());

        assertThat(preview.getEvents()).isEqualTo(backlog().getLastEventId());
        assertThat(done.getEvents()).isEqualTo(preview.getEvents());
        assertThat(done.getReplayed()).isFalse();
        assertThat(again.getReplayed()).isTrue();
        awaitRelayed();
    }

    private static GetBacklogResponse backlog() {
        return operator().events().getBacklog(GetBacklogRequest.getDefaultInstance());
    }

    private static void awaitRelayed() {
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            GetBacklogResponse backlog = backlog();
                            assertThat(backlog.getShardsList())
                                    .hasSize(4)
                                    .allSatisfy(shard -> isDone(shard, backlog.getLastEventId()));
                        });
    }

    private static void isDone(ShardBacklog shard, long lastEventId) {
        assertThat(shard.getWaiting()).isZero();
        assertThat(shard.getRelayedEventId()).isEqualTo(lastEventId);
        assertThat(shard.getConsumersList()).singleElement().extracting("name").isEqualTo("prices");
    }

    @Test
    void what_cannot_be_read_is_refused_naming_the_field() {
        assertThat(
                        Failure.of(
                                        () ->
                                                stream(
                                                                operator(),
                                                                StreamEventsRequest.newBuilder()
                                                                        .setPosition("-1"))
                                                        .next())
                                .fields())
                .containsExactly("position");
        assertThat(
                        Failure.of(
                                        () ->
                                                operator()
                                                        .events()
                                                        .replay(
                                                                ReplayRequest.newBuilder()
                                                                        .setRequestId(newId())
                                                                        .build()))
                                .fields())
                .containsExactly("reason");
        assertThat(
                        Failure.of(
                                        () ->
                                                exchange.traderWith("0")
                                                        .events()
                                                        .getBacklog(
                                                                GetBacklogRequest
                                                                        .getDefaultInstance()))
                                .reason())
                .isEqualTo("ROLE_MISSING");
    }
}
