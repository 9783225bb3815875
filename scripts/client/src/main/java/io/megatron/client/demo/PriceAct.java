package io.megatron.client.demo;

import static io.megatron.client.demo.Telling.agree;
import static io.megatron.client.demo.Telling.chapter;
import static io.megatron.client.demo.Telling.print;
import static io.megatron.client.demo.Telling.say;

import io.megatron.client.connection.Connection;
import io.megatron.client.text.Table;
import io.megatron.pricing.v1.Price;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.PriceServiceGrpc.PriceServiceBlockingStub;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.pricing.v1.StreamPricesResponse;
import io.megatron.pricing.v1.SubmitSignalRequest;
import io.megatron.trading.v1.Trade;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody watches a price while it is traded and an oracle tells of the real world. */
record PriceAct(Connection connection, String oracleToken, Trader trader, String asset) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> SPENT = List.of("50", "80", "120");
    private static final int INDENT = 2;

    void play() {
        chapter("%s watches the price while buying".formatted(trader.name()));
        Table table =
                new Table()
                        .words("what happened")
                        .figures(
                                "shown",
                                "market",
                                "fundamental",
                                "weight",
                                "5 min volume",
                                "ms later");
        Iterator<StreamPricesResponse> stream =
                prices(trader.token())
                        .streamPrices(StreamPricesRequest.newBuilder().addAssetIds(asset).build());
        add(table, "the stream begins", next(stream, price -> true), "");
        for (String usdc : SPENT) {
            Trade trade = trader.buyFor(UUID.randomUUID(), asset, usdc, "0").getTrade();
            long since = System.nanoTime();
            Price price = next(stream, seen -> seen.getMarginal().equals(trade.getPriceAfter()));
            add(table, "a buy for " + usdc + " USDC", price, millisSince(since));
        }
        signal("0.3");
        long since = System.nanoTime();
        Price drawn = next(stream, seen -> !seen.getFundamental().equals(seen.getMarginal()));
        add(table, "an oracle's signal of +30 %", drawn, millisSince(since));
        print(table.indentedBy(INDENT));
        agree("whether the signal raised it", isAbove(drawn), true);
        say("Trades go by the market's price alone; what is shown lies between the two");
    }

    private static boolean isAbove(Price price) {
        return Double.parseDouble(price.getDisplay()) > Double.parseDouble(price.getMarginal());
    }

    private static String millisSince(long nanos) {
        return String.valueOf(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
    }

    private static Price next(Iterator<StreamPricesResponse> stream, Predicate<Price> wanted) {
        while (true) {
            StreamPricesResponse next = stream.next();
            if (next.hasPrice() && wanted.test(next.getPrice())) {
                return next.getPrice();
            }
        }
    }

    private static void add(Table table, String what, Price price, String millis) {
        table.row(
                what,
                price.getDisplay(),
                price.getMarginal(),
                price.getFundamental(),
                shortened(price.getWeight()),
                price.getVolume(),
                millis);
    }

    private static String shortened(String figure) {
        return figure.substring(0, Math.min(6, figure.length()));
    }

    private void signal(String delta) {
        prices(oracleToken)
                .submitSignal(
                        SubmitSignalRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .setDelta(delta)
                                .setConfidence("0.9")
                                .addSources("https://gauge.example/bergen")
                                .build());
    }

    private PriceServiceBlockingStub prices(String token) {
        return PriceServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE);
    }
}
