package io.megatron.core.events;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.megatron.core.Outcome;
import io.megatron.core.events.EventLog.Delivered;
import io.megatron.core.events.ReadingEvents.Filter;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.PriceNode;
import io.megatron.core.testing.ScriptedCommand;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.devservices.DevRedis;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.events.Shard;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How events travel from the outbox through Redis. */
@Timeout(120)
class RelayingTest {
    private static final String READER = "reader";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int PLATFORM_SHARD = 0;

    @TempDir private Path folder;
    private DevRedis redis;
    private Exchange exchange;
    private PriceNode node;

    @BeforeEach
    void open() {
        redis = DevRedis.start(folder.resolve("redis"));
        exchange =
                Exchange.with(
                        new RedisAddress(Optional.of(redis.url())),
                        TestDatabases.fresh("relayed"),
                        SettableClock.at(Instant.parse("2030-01-01T00:00:00.123456Z")));
        node = PriceNode.of(exchange);
    }

    @AfterEach
    void close() {
        exchange.close();
        redis.close();
    }

    private record Noise(String text) {}

    private void announce(String text) {
        PlatformEvents platform = exchange.use(PlatformEvents.class);
        accepted(
                exchange.book()
                        .write(
                                new ScriptedCommand(
                                        Exchange.adminCall("scripted"),
                                        platform::declare,
                                        draft -> {
                                            platform.announce(draft, "noise", new Noise(text));
                                            return Outcome.accepted("announced");
                                        }),
                                Deadline.none()));
    }

    private List<Delivered> delivered(int shard) {
        EventLog log = exchange.use(EventLog.class);
        log.createGroup(READER, shard);
        return log.read(READER, List.of(shard), 100, SOON).getOrDefault(shard, List.of());
    }

    private static List<OutboxEvent> events(List<Delivered> delivered) {
        return delivered.stream().flatMap(parcel -> parcel.events().stream()).toList();
    }

    private List<OutboxEvent> outbox(int shard) {
        Filter all = new Filter(Optional.empty(), Optional.empty());
        return accepted(exchange.use(ReadingEvents.class).after(0, all, 10_000)).events().stream()
                .filter(event -> Shard.of(event.assetId(), 4) == shard)
                .toList();
    }

    private double sent() {
        return exchange.count("megatron.events.relayed");
    }

    @Test
    void events_arrive_together_and_as_they_stand_in_the_outbox() {
        announce("line\nbreak, \"quotes\" and a \\");
        announce("separators \u001e \u001f, \u00e9\u4e16\ud83d\ude00");
        AssetId asset = exchange.asset("1", "0.001");
        UserId trader = exchange.traderWith("1000");
        IntStream.range(0, 5)
                .forEach(i -> accepted(exchange.trade(trader, Orders.parse(asset, "buy 1 max 9"))));

        node.relay();

        for (int shard = 0; shard < 4; shard++) {
            List<Delivered> delivered = delivered(shard);
            assertThat(delivered).hasSizeLessThanOrEqualTo(1);
            assertThat(events(delivered)).isEqualTo(outbox(shard));
        }
    }

    @Test
    void a_parcel_is_closed_when_it_is_full_and_the_next_one_says_what_it_comes_after() {
        IntStream.range(0, 10).forEach(i -> announce("x".repeat(40_000)));

        node.relay();

        List<Delivered> delivered = delivered(PLATFORM_SHARD);
        assertThat(delivered).extracting(parcel -> parcel.events().size()).containsExactly(4, 3, 3);
        assertThat(delivered.getFirst().afterId()).isZero();
        for (int i = 1; i < delivered.size(); i++) {
            assertThat(delivered.get(i).afterId()).isEqualTo(delivered.get(i - 1).lastId());
        }
        assertThat(events(delivered)).isEqualTo(outbox(PLATFORM_SHARD));
    }

    @Test
    void what_everybody_has_had_is_not_sent_again_when_redis_loses_it() {
        announce("before");
        node.relay();
        node.consume();
        node.consume();
        double before = sent();

        exchange.use(Redis.class).client().getKeys().flushall();
        node.relay();
        assertThat(sent()).isEqualTo(before);
        announce("after");
        node.relay();

        assertThat(events(delivered(PLATFORM_SHARD)))
                .extracting(OutboxEvent::payload)
                .containsExactly("{\"text\":\"after\"}");
    }

    @Test
    void an_operator_has_events_sent_again() {
        announce("one");
        announce("two");
        node.relay();
        List<OutboxEvent> all = events(delivered(PLATFORM_SHARD));

        exchange.use(Relaying.class).rewindTo(all.getFirst().id());
        node.relay();

        assertThat(events(delivered(PLATFORM_SHARD))).isEqualTo(all.subList(1, 2));
    }

    @Test
    void a_text_that_breaks_off_is_no_parcel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadingParcels.events("17\u001f00000000-0000-0000"));
    }
}
