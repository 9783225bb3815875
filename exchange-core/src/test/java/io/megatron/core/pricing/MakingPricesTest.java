package io.megatron.core.pricing;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.events.PlatformEvents;
import io.megatron.core.events.Redis;
import io.megatron.core.events.RedisAddress;
import io.megatron.core.events.Relaying;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.PriceNode;
import io.megatron.core.testing.ScriptedCommand;
import io.megatron.core.testing.Seed;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Ratio;
import io.megatron.devservices.DevRedis;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.pricing.PriceMapper;
import io.megatron.mapper.pricing.Tick;
import io.megatron.mapper.trading.Trade;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.stream.StreamTrimArgs;

/** From a trade to a price, through a real Redis, whatever is lost or sent twice on the way. */
@Timeout(120)
class MakingPricesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @TempDir private Path folder;
    private DevRedis redis;
    private SettableClock clock;
    private Exchange exchange;
    private PriceNode node;

    @BeforeEach
    void open() {
        clock = SettableClock.at(START);
        redis = DevRedis.start(folder.resolve("redis"));
        exchange =
                Exchange.with(
                        new RedisAddress(Optional.of(redis.url())),
                        TestDatabases.fresh("prices"),
                        clock);
        node = PriceNode.of(exchange);
    }

    @AfterEach
    void close() {
        try (DevRedis ended = redis;
                Exchange closed = exchange) {
            closed.reconciles();
        }
    }

    @Test
    void an_asset_begins_at_its_base_price() {
        AssetId asset = exchange.asset("1.5", "0.001");

        PriceView before = node.price(asset);
        node.catchUp();
        PriceView after = node.price(asset);

        assertThat(before.stale()).as("its events wait").isTrue();
        assertThat(before.tick().display()).hasToString("1.5");
        assertThat(after.stale()).isFalse();
        assertThat(after.tick().display()).hasToString("1.5");
        assertThat(after.tick().supply()).hasToString("0");
    }

    @Test
    void a_trade_makes_a_tick_with_all_that_the_price_is_made_of() {
        AssetId asset = exchange.asset("1", "0.001");
        node.catchUp();
        clock.advance(Duration.ofSeconds(1));

        buy(asset, "100");
        assertThat(node.price(asset).stale()).isTrue();
        assertThat(node.price(asset).waiting()).isEqualTo(1);
        node.catchUp();

        // M = 1 + 0.001 * 100; v = 100 + 0.001 * 100^2 / 2; w = 0.2 + 0.75 * 105 / 1105
        Tick tick = node.price(asset).tick();
        assertThat(tick.marginal()).hasToString("1.1");
        assertThat(tick.display()).hasToString("1.1");
        assertThat(tick.fundamental()).isEqualByComparingTo("1.1");
        assertThat(tick.volume()).hasToString("105");
        assertThat(tick.weight()).hasToString("0.271266968325791855");
        assertThat(tick.supply()).hasToString("100");
        assertThat(tick.trades()).isEqualTo(1);
        assertThat(tick.traded()).hasToString("105");
        assertThat(tick.tickedAt()).isEqualTo(clock.instant());
        assertThat(node.price(asset).stale()).isFalse();
    }

    @Test
    void a_signal_draws_the_price_towards_the_fundamental_one() {
        AssetId asset = exchange.asset("1", "0.001");
        buy(asset, "100");

        signal(asset, "0.3");
        node.catchUp();

        // F = 1.1 * (1 + 0.2 * 0.3); D = 1.1 * w + 1.166 * (1 - w) with w of 105 USDC
        Tick tick = node.price(asset).tick();
        assertThat(tick.fundamental()).isEqualByComparingTo("1.166");
        assertThat(tick.marginal()).hasToString("1.1");
        assertThat(tick.display()).hasToString("1.148096");
        buy(asset, "100");
        node.catchUp();
        assertThat(node.price(asset).tick().fundamental())
                .as("no longer the marginal price")
                .isEqualByComparingTo("1.166");
    }

    private void signal(AssetId asset, String delta) {
        Claim claim =
                new Claim(asset, Ratio.parse(delta), Ratio.parse("0.9"), List.of("a gauge"), "");
        accepted(
                exchange.use(SubmittingSignals.class)
                        .submit(
                                Call.of(
                                        UUID.randomUUID(),
                                        UUID.randomUUID(),
                                        "SubmitSignal",
                                        SubmittingSignals.payload(claim)),
                                claim,
                                Deadline.none()));
    }

    @Test
    void many_trades_in_a_moment_make_one_tick_and_no_volume_is_lost() {
        AssetId asset = exchange.asset("1", "0");
        node.catchUp();
        long before = node.price(asset).tick().tickSeq();

        IntStream.range(0, 20).forEach(i -> buy(asset, "3"));
        node.catchUp();

        Tick tick = node.price(asset).tick();
        assertThat(tick.tickSeq()).isEqualTo(before + 1);
        assertThat(tick.trades()).isEqualTo(20);
        assertThat(tick.traded()).hasToString("60");
        assertThat(tick.volume()).hasToString("60");
    }

    @Test
    void volume_that_leaves_the_window_makes_a_tick() {
        AssetId asset = exchange.asset("1", "0");
        buy(asset, "1000");
        clock.advance(Duration.ofMinutes(1));
        buy(asset, "500");
        node.catchUp();
        assertThat(node.price(asset).tick().volume()).hasToString("1500");
        long ticks = node.price(asset).tick().tickSeq();

        clock.set(START.plus(WINDOW).minusNanos(1_000));
        node.making().passTime();
        assertThat(node.price(asset).tick().tickSeq()).as("all is inside").isEqualTo(ticks);
        clock.set(START.plus(WINDOW));
        node.making().passTime();

        Tick tick = node.price(asset).tick();
        assertThat(tick.tickSeq()).isEqualTo(ticks + 1);
        assertThat(tick.volume()).as("(t - 5 min, t]").hasToString("500");
        assertThat(tick.trades()).isZero();
        clock.advance(Duration.ofMinutes(1));
        node.making().passTime();
        assertThat(node.price(asset).tick().volume()).hasToString("0");
        assertThat(node.price(asset).tick().weight()).isEqualByComparingTo("0.2");
    }

    @Test
    void what_is_relayed_twice_counts_once() {
        AssetId asset = exchange.asset("1", "0.001");
        randomTrades(List.of(asset), 30);
        node.catchUp();
        List<Tick> ticks = node.ticks(asset);

        exchange.use(Relaying.class).rewindTo(0);
        node.relay();
        node.consume();

        assertThat(node.ticks(asset)).isEqualTo(ticks);
    }

    @Test
    void events_of_the_platform_are_of_no_price_and_stop_none() {
        PlatformEvents platform = exchange.use(PlatformEvents.class);
        accepted(
                exchange.book()
                        .write(
                                new ScriptedCommand(
                                        Exchange.adminCall("scripted"),
                                        platform::declare,
                                        draft -> {
                                            platform.announce(draft, "noise", new Noise("loud"));
                                            return Outcome.accepted("announced");
                                        }),
                                Deadline.none()));
        AssetId asset = exchange.asset("1", "0.001");
        buy(asset, "100");

        node.catchUp();

        agreesWithTrades(List.of(asset));
    }

    private record Noise(String volume) {}

    @Test
    void redis_loses_everything_and_no_event_is_missing() {
        List<AssetId> assets = assets(5);
        randomTrades(assets, 40);
        node.catchUp();
        randomTrades(assets, 40);
        node.relay();

        loseRedis();
        randomTrades(assets.subList(0, 2), 10);
        node.catchUp();

        agreesWithTrades(assets);
        assertThat(exchange.count("megatron.events.losses")).isPositive();
    }

    @Test
    void redis_loses_what_nobody_had_consumed() {
        List<AssetId> assets = assets(5);
        randomTrades(assets, 40);
        node.relay();

        loseRedis();
        node.catchUp();

        agreesWithTrades(assets);
    }

    @Test
    void what_a_stream_has_let_go_of_is_read_from_the_outbox() {
        List<AssetId> assets = assets(8);
        node.catchUp();
        for (AssetId asset : assets) {
            buy(asset, "10");
            node.relay();
        }

        IntStream.range(0, 4).forEach(this::keepTheLastParcel);
        node.consume();
        node.consume();

        agreesWithTrades(assets);
        assertThat(exchange.count("megatron.events.losses")).isZero();
    }

    private void keepTheLastParcel(int shard) {
        exchange.use(Redis.class)
                .client()
                .getStream("outbox:" + shard)
                .trim(StreamTrimArgs.maxLen(1).noLimit());
    }

    @Test
    void an_engine_that_fails_leaves_its_work_to_the_next() {
        List<AssetId> assets = assets(3);
        randomTrades(assets, 30);
        node.relay();
        node.making().keepShards();
        exchange.database().execute("alter table ticks add constraint no_way check (trades < 0)");
        assertThat(attempt(node::consume)).isNotEmpty();
        exchange.database().execute("alter table ticks drop constraint no_way");

        node.catchUp();

        agreesWithTrades(assets);
    }

    @Test
    void a_frozen_engine_writes_nothing_after_another_has_taken_over() {
        List<AssetId> assets = assets(3);
        randomTrades(assets, 20);
        node.catchUp();
        try (Exchange second =
                Exchange.with(
                        new RedisAddress(Optional.of(redis.url())), exchange.database(), clock)) {
            PriceNode other = PriceNode.of(second);
            clock.advance(Duration.ofSeconds(6));
            other.making().keepShards();
            randomTrades(assets, 20);
            other.relay();

            // It is given events, and only finds out when it wants to write what it made of them.
            node.making().takeNew(Duration.ofMillis(100));
            other.catchUp();

            agreesWithTrades(assets);
            node.making().keepShards();
            assertThat(node.making().hasShards()).isFalse();
        }
    }

    @Test
    void an_engine_that_starts_anew_knows_what_is_in_the_window() {
        List<AssetId> assets = assets(3);
        randomTrades(assets, 40);
        node.catchUp();
        node.making().release();
        clock.advance(Duration.ofSeconds(1));
        randomTrades(assets, 10);

        node.catchUp();

        agreesWithTrades(assets);
    }

    /**
     * Five minutes of one asset may be two million trades: they are read a part at a time, and only
     * their sums.
     */
    @Test
    void an_engine_that_starts_anew_reads_a_window_of_many_trades_in_parts() throws Exception {
        List<AssetId> assets = assets(1);
        randomTrades(assets, 3);
        boughtAtOnce(assets.getFirst(), 5_100);
        node.catchUp();
        node.making().release();
        clock.advance(Duration.ofSeconds(1));
        randomTrades(assets, 1);

        node.catchUp();

        agreesWithTrades(assets);
        assertThat(exchange.use(PriceMapper.class).volumes(assets.getFirst(), 1, Long.MAX_VALUE))
                .hasSize(
                        (int)
                                exchange.database()
                                        .count(
                                                "(select distinct executed_at from trades)"
                                                        + " instants"));
    }

    private void boughtAtOnce(AssetId asset, int trades) throws Exception {
        UserId trader = exchange.traderWith("1000000");
        try (ExecutorService callers =
                Executors.newFixedThreadPool(256, Thread.ofVirtual().factory())) {
            Callable<Trade> buy = () -> accepted(exchange.buy(trader, asset, "1.123457"));
            for (Future<Trade> bought : callers.invokeAll(Collections.nCopies(trades, buy))) {
                bought.get();
            }
        }
    }

    private List<AssetId> assets(int count) {
        return IntStream.range(0, count).mapToObj(i -> exchange.asset("1", "0.001")).toList();
    }

    private void buy(AssetId asset, String shares) {
        UserId trader = exchange.traderWith("100000");
        accepted(exchange.trade(trader, Orders.parse(asset, "buy " + shares + " max 100000")));
    }

    private void randomTrades(List<AssetId> assets, int count) {
        RandomGenerator random = Seed.of(count);
        UserId trader = exchange.traderWith("1000000");
        for (int i = 0; i < count; i++) {
            AssetId asset = assets.get(random.nextInt(assets.size()));
            clock.advance(Duration.ofMillis(random.nextInt(20_000)));
            accepted(exchange.buy(trader, asset, 1 + random.nextInt(400) + ".123457"));
            if (random.nextInt(3) == 0) {
                accepted(exchange.sell(trader, asset, "0.5"));
            }
        }
    }

    private void loseRedis() {
        exchange.use(Redis.class).client().getKeys().flushall();
    }

    private static Optional<RuntimeException> attempt(Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    /** Every last tick is what the trades alone say, and no trade is missing in the sums. */
    private void agreesWithTrades(List<AssetId> assets) {
        for (AssetId asset : assets) {
            assertThat(
                            exchange.database()
                                    .values(
                                            """
                                            with t as (
                                                select executed_at, trade_seq, price_after, supply_after,
                                                       case side when 'BUY' then net else gross end as volume
                                                from trades where asset_id = '%1$s'
                                            )
                                            select concat_ws('|', p.marginal = l.price_after, p.supply = l.supply_after,
                                                   p.trade_seq = l.trade_seq, p.event_seq = a.event_seq,
                                                   p.volume = (select sum(volume) from t
                                                       where executed_at > p.ticked_at - interval '5 minutes'),
                                                   p.weight = round(0.2 + 0.75 * p.volume / (p.volume + 1000), 18),
                                                   (select sum(traded) from ticks k where k.asset_id = a.id)
                                                       = (select sum(volume) from t),
                                                   (select sum(trades) from ticks k where k.asset_id = a.id)
                                                       = (select count(*) from t))
                                            from assets a
                                            join prices p on p.asset_id = a.id
                                            cross join lateral (
                                                select * from t order by trade_seq desc limit 1) l
                                            where a.id = '%1$s'
                                            """
                                                    .formatted(asset)))
                    .as("prices of %s", asset)
                    .containsExactly("t|t|t|t|t|t|t|t");
        }
    }
}
