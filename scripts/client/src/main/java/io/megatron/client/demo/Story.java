package io.megatron.client.demo;

import static io.megatron.client.demo.Telling.agree;
import static io.megatron.client.demo.Telling.chapter;
import static io.megatron.client.demo.Telling.print;
import static io.megatron.client.demo.Telling.refused;
import static io.megatron.client.demo.Telling.say;

import io.megatron.assets.v1.Asset;
import io.megatron.client.access.DevelopmentUsers;
import io.megatron.client.access.MintingTokens;
import io.megatron.client.access.NewUsers;
import io.megatron.client.chain.LocalChain;
import io.megatron.client.charts.DrawingCharts;
import io.megatron.client.connection.Connection;
import io.megatron.client.operations.Operator;
import io.megatron.client.operations.ReconcileCommand;
import io.megatron.client.operations.ReconciliationReport;
import io.megatron.funding.v1.Contribution;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.options.v1.Role;
import io.megatron.trading.v1.Quote;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.Trade;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Two people trade, two others provide the liquidity. Whatever does not come out as it should ends
 * the story with an exception.
 */
final class Story {
    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int PICTURE_PIXELS = 1_200;

    private final Connection connection;
    private final MintingTokens tokens;
    private final Path dataFolder;
    private final Administrator administrator;
    private final Trader alice;
    private final Trader bob;
    private final Instant begin = Instant.now();

    /**
     * A story with pictures.
     *
     * @param dataFolder the server's; the pictures go into {@code charts} under it
     */
    Story(Connection connection, MintingTokens tokens, Path dataFolder) {
        this.connection = connection;
        this.tokens = tokens;
        this.dataFolder = dataFolder;
        UUID admin = DevelopmentUsers.of(Role.ROLE_ADMIN);
        administrator = new Administrator(connection, tokens.mint(admin, Role.ROLE_ADMIN, TTL));
        alice = trader("Alice");
        bob = trader("Bob");
    }

    private Trader trader(String name) {
        UUID id = NewUsers.next();
        return new Trader(name, id, tokens.mint(id, Role.ROLE_USER, TTL), connection);
    }

    private Lp lp(String name) {
        Trader trader = trader(name);
        return new Lp(name, trader.id(), trader.token(), connection);
    }

    void tell() {
        Asset asset = openTheMarket();
        UUID firstRequest = UUID.randomUUID();
        Trade first = quoteAndBuy(asset, firstRequest);
        tradeOn(asset);
        meetRefusals(asset, first);
        sendAgain(asset, firstRequest, first);
        lookBack(asset);
        String oracle = tokens.mint(UUID.randomUUID(), Role.ROLE_ORACLE, TTL);
        new PriceAct(connection, oracle, bob, asset.getAssetId()).play();
        String opsToken = tokens.mint(DevelopmentUsers.of(Role.ROLE_OPS), Role.ROLE_OPS, TTL);
        Operator operator = new Operator(connection, opsToken, "the demo", A_MINUTE);
        new LiquidityAct(administrator, operator, lp("Mona"), lp("Noah"), bob).play();
        new MarketAct(
                        administrator,
                        operator,
                        trader("Olga"),
                        List.of(trader("Cleo"), trader("Dara"), trader("Emil")),
                        new DrawingCharts(
                                connection, opsToken, dataFolder.resolve("charts"), PICTURE_PIXELS))
                .play();
        payIn(operator, asset);
        reconcile();
    }

    private void payIn(Operator operator, Asset asset) {
        Optional<LocalChain> chain = LocalChain.of(dataFolder);
        if (chain.isEmpty()) {
            say("There is no local chain (scripts/chain/install), so nobody pays in");
            return;
        }
        new DepositAct(
                        connection,
                        administrator,
                        operator,
                        trader("Fay"),
                        chain.get(),
                        asset.getAssetId())
                .play();
    }

    private Asset openTheMarket() {
        chapter("An administrator creates an asset and two users with 1000 USDC each");
        Asset asset =
                administrator.createAsset(
                        "RAIN", "Rain in Bergen this year, in metres", "1", "0.01");
        print(Tables.ofAsset(asset));
        Contribution funded = administrator.fund(trader("Lena"), asset, "2500");
        say("Lena funds it with %s USDC, which activates it", funded.getAmount());
        agree("whether it is active", funded.getActivated(), true);
        for (Trader trader : List.of(alice, bob)) {
            administrator.register(trader.id());
            String balance = administrator.grant(trader.id(), "1000");
            say("%s %s has %s USDC", trader.name(), trader.id(), balance);
        }
        return asset;
    }

    private Trade quoteAndBuy(Asset asset, UUID requestId) {
        chapter(
                "Alice asks what 100 USDC would buy, then buys, at the quoted number or not at"
                        + " all");
        Quote quote = alice.quoteBuy(asset.getAssetId(), "100");
        print(Tables.ofQuote(quote));
        Receipt receipt = alice.buyFor(requestId, asset.getAssetId(), "100", quote.getShares());
        print(Tables.ofReceipts(asset.getSymbol(), List.of(receipt.getTrade())));
        agree("the shares bought", receipt.getTrade().getShares(), quote.getShares());
        agree("the charge", receipt.getTrade().getGross(), quote.getGross());
        return receipt.getTrade();
    }

    private void tradeOn(Asset asset) {
        chapter("Bob buys exactly 50 shares for 120 USDC at most; Alice sells 40 of hers");
        Trade bought = bob.buyShares(asset.getAssetId(), "50", "120").getTrade();
        Quote quote = alice.quoteSell(asset.getAssetId(), "40");
        Trade sold = alice.sellShares(asset.getAssetId(), "40", quote.getNet()).getTrade();
        print(Tables.ofReceipts(asset.getSymbol(), List.of(bought, sold)));
        agree("what the sale paid", sold.getNet(), quote.getNet());
    }

    private void meetRefusals(Asset asset, Trade first) {
        chapter("What is refused says why, with the figures, and writes nothing");
        String id = asset.getAssetId();
        say("Bob wants to sell more than he has:");
        refused("INSUFFICIENT_SHARES", () -> bob.sellShares(id, "50.000001", "0"));
        say("Bob wants to spend more than he has:");
        refused("INSUFFICIENT_FUNDS", () -> bob.buyFor(UUID.randomUUID(), id, "5000", "0"));
        say("Bob wants more shares than his money buys:");
        refused("SLIPPAGE_EXCEEDED", () -> bob.buyFor(UUID.randomUUID(), id, "10", "10"));
        say("Alice uses the id of her first request for another amount:");
        UUID used = UUID.fromString(first.getRequestId());
        refused("REQUEST_ID_REUSED", () -> alice.buyFor(used, id, "101", first.getShares()));
    }

    private void sendAgain(Asset asset, UUID requestId, Trade first) {
        chapter("Alice sends her first request again, as if its answer had been lost");
        Receipt again = alice.buyFor(requestId, asset.getAssetId(), "100", first.getShares());
        say("the same trade %s, replayed: %s", again.getTrade().getTradeId(), again.getReplayed());
        agree("the trade", again.getTrade(), first);
        agree("replayed", again.getReplayed(), true);
    }

    private void lookBack(Asset asset) {
        chapter("Alice's trades, newest first");
        List<Trade> trades = alice.trades();
        print(Tables.ofReceipts(asset.getSymbol(), trades));
        agree("the number of her trades", trades.size(), 2);
        chapter("What both hold");
        print(Tables.ofPositions(asset.getSymbol(), List.of(alice, bob)));
        chapter("Alice's statement");
        print(Tables.ofStatement(alice.statement(begin.minus(A_MINUTE), begin.plus(A_MINUTE))));
    }

    private void reconcile() {
        chapter("The books are reconciled");
        String token = tokens.mint(DevelopmentUsers.of(Role.ROLE_OPS), Role.ROLE_OPS, TTL);
        ReconcileResponse answer = ReconcileCommand.ask(connection, token, A_MINUTE);
        System.out.println(ReconciliationReport.of(answer).indent(2).stripTrailing());
        agree("whether the books are clean", answer.getClean(), true);
    }
}
