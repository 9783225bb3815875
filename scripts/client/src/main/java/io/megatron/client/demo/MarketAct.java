package io.megatron.client.demo;

import static io.megatron.client.demo.Telling.agree;
import static io.megatron.client.demo.Telling.chapter;
import static io.megatron.client.demo.Telling.say;

import io.megatron.assets.v1.Asset;
import io.megatron.client.charts.DrawingCharts;
import io.megatron.client.operations.Operator;
import io.megatron.operations.v1.Run;
import io.megatron.trading.v1.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Three days of trading, and the pictures of them. */
record MarketAct(
        Administrator administrator,
        Operator operator,
        Trader lp,
        List<Trader> traders,
        DrawingCharts drawing) {
    private static final int HOURS = 72;
    private static final int MOST_TRADES_AN_HOUR = 4;
    private static final int SEED = 20_261_123;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double HOURS_OF_A_MOOD = 30;

    void play() {
        chapter("Three days of trading, moved through hour by hour");
        Asset asset =
                administrator.createAsset(
                        "SUN", "Sunshine in Lisbon this month, in hours", "2", "0.004");
        administrator.fund(lp, asset, "2500");
        for (Trader trader : traders) {
            administrator.register(trader.id());
            administrator.grant(trader.id(), "20000");
        }
        int trades = tradeOn(asset.getAssetId());
        say("%d trades, the last one at %s", trades, operator.forward(Duration.ofMinutes(1)));
        Run run = operator.run("price-aggregation");
        say(
                "job price-aggregation: %d assets looked at, %d skipped",
                run.getItemsDone(), run.getItemsSkipped());
        agree("items skipped", run.getItemsSkipped(), 0L);
        chapter("What that looks like: the curve, the price, the candles");
        for (Path file : drawing.draw(asset.getAssetId())) {
            say("%s", file);
        }
    }

    private int tradeOn(String asset) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int trades = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            double mood = Math.sin(2 * Math.PI * hour / HOURS_OF_A_MOOD);
            int many = random.nextInt(MOST_TRADES_AN_HOUR + 1);
            for (int i = 0; i < many; i++) {
                Trader trader = traders.get(random.nextInt(traders.size()));
                trade(trader, asset, random, 0.55 + 0.4 * mood);
            }
            trades += many;
            operator.forward(HOUR);
        }
        return trades;
    }

    /** Sells a part of what is held, or buys; with nothing to sell it buys. */
    private static Trade trade(
            Trader trader, String asset, RandomGenerator random, double inclinedToBuy) {
        BigDecimal held = trader.shares(asset);
        if (random.nextDouble() < inclinedToBuy || held.compareTo(BigDecimal.ONE) < 0) {
            String usdc = Integer.toString(20 + random.nextInt(180));
            return trader.buyFor(UUID.randomUUID(), asset, usdc, "0").getTrade();
        }
        BigDecimal part = BigDecimal.valueOf(10 + random.nextInt(40), 2);
        String shares = held.multiply(part).setScale(6, RoundingMode.DOWN).toPlainString();
        return trader.sellShares(asset, shares, "0").getTrade();
    }
}
