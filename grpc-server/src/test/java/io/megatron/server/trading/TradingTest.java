package io.megatron.server.trading;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.megatron.server.BookLock;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyExactOut;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.GetPositionRequest;
import io.megatron.trading.v1.GetTradeByRequestIdRequest;
import io.megatron.trading.v1.GetTradeRequest;
import io.megatron.trading.v1.ListPositionsRequest;
import io.megatron.trading.v1.ListTradesRequest;
import io.megatron.trading.v1.ListTradesResponse;
import io.megatron.trading.v1.Quote;
import io.megatron.trading.v1.QuoteBuyRequest;
import io.megatron.trading.v1.QuoteSellRequest;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellExactOut;
import io.megatron.trading.v1.SellRequest;
import io.megatron.trading.v1.Trade;
import io.megatron.trading.v1.TradeServiceGrpc;
import io.megatron.trading.v1.TradeServiceGrpc.TradeServiceFutureStub;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingTest {
    @TempDir private static Path folder;

    private static RunningExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void a_buy_charges_what_it_says_and_says_all_of_it() {
        Person trader = exchange.traderWith("1000");
        String asset = exchange.asset("1", "0");

        Receipt receipt = buy(trader, asset, "100").getReceipt();

        Trade trade = receipt.getTrade();
        assertThat(receipt.getReplayed()).isFalse();
        assertThat(trade.getGross()).isEqualTo("100");
        assertThat(trade.getFee()).isEqualTo("0.5");
        assertThat(trade.getNet()).isEqualTo("99.5");
        assertThat(trade.getShares()).isEqualTo("99.5");
        assertThat(trade.getFeeBps()).isEqualTo(50);
        assertThat(trade.getAveragePrice()).isEqualTo("1.005025");
        assertThat(trade.getPriceBefore()).isEqualTo("1");
        assertThat(trade.getPriceAfter()).isEqualTo("1");
        assertThat(trade.getSupplyAfter()).isEqualTo("99.5");
        assertThat(trade.getReserveAfter()).isEqualTo("99.5");
        assertThat(trade.getCashBalanceAfter()).isEqualTo("900");
        assertThat(trade.getPositionSharesAfter()).isEqualTo("99.5");
        assertThat(trade.getPositionCostBasisAfter()).isEqualTo("100");
        assertThat(trade.getTradeSequence()).isEqualTo(1);
        assertThat(trade.getLedgerSequence()).isPositive();
        assertThat(trade.getUserId()).isEqualTo(trader.id().toString());
    }

    @Test
    void a_quote_and_the_trade_after_it_agree_to_the_micro() {
        Person trader = exchange.traderWith("1000");
        String asset = exchange.asset("0.5", "0.001");
        buy(trader, asset, "10");

        Quote quote =
                trader.trades()
                        .quoteBuy(
                                QuoteBuyRequest.newBuilder()
                                        .setAssetId(asset)
                                        .setUsdcIn("123.456789")
                                        .build())
                        .getQuote();
        Trade trade = buy(trader, asset, "123.456789").getReceipt().getTrade();

        assertThat(quote.hasBlocking()).isFalse();
        assertThat(trade.getShares()).isEqualTo(quote.getShares());
        assertThat(trade.getGross()).isEqualTo(quote.getGross());
        assertThat(trade.getFee()).isEqualTo(quote.getFee());
        assertThat(trade.getNet()).isEqualTo(quote.getNet());
        assertThat(trade.getAveragePrice()).isEqualTo(quote.getAveragePrice());
        assertThat(trade.getPriceBefore()).isEqualTo(quote.getPriceBefore());
        assertThat(trade.getPriceAfter()).isEqualTo(quote.getPriceAfter());
        assertThat(trade.getReserveAfter()).isEqualTo(quote.getReserveAfter());
        assertThat(trade.getSupplyAfter()).isEqualTo(quote.getSupplyAfter());
        assertThat(quote.getPriceImpactPercent()).startsWith("38.");
    }

    @Test
    void a_quote_gives_its_figures_to_somebody_who_could_not_pay() {
        Person pauper = exchange.traderWith("0");
        String asset = exchange.asset("1", "0");

        Quote quote =
                pauper.trades()
                        .quoteBuy(
                                QuoteBuyRequest.newBuilder()
                                        .setAssetId(asset)
                                        .setSharesOut("5")
                                        .build())
                        .getQuote();

        assertThat(quote.getShares()).isEqualTo("5");
        assertThat(quote.getBlocking().getCode()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(quote.getBlocking().getDetailsMap()).containsEntry("available", "0");
    }

    @Test
    void shares_are_bought_exactly_and_sold_in_both_ways() {
        Person trader = exchange.traderWith("100");
        String asset = exchange.asset("1", "0.1");

        Trade bought =
                trader.trades()
                        .buy(
                                buyRequest(asset)
                                        .setExactOut(
                                                BuyExactOut.newBuilder()
                                                        .setSharesOut("10")
                                                        .setMaxUsdcIn("20"))
                                        .build())
                        .getReceipt()
                        .getTrade();
        Trade part =
                trader.trades()
                        .sell(
                                sellRequest(asset)
                                        .setExactOut(
                                                SellExactOut.newBuilder()
                                                        .setUsdcOut("5")
                                                        .setMaxSharesIn("10"))
                                        .build())
                        .getReceipt()
                        .getTrade();
        Trade rest = sell(trader, asset, part.getPositionSharesAfter());

        assertThat(bought.getShares()).isEqualTo("10");
        assertThat(bought.getNet()).isEqualTo("15");
        assertThat(new BigDecimal(part.getNet())).isGreaterThanOrEqualTo(new BigDecimal("5"));
        assertThat(rest.getPositionSharesAfter()).isEqualTo("0");
        assertThat(rest.getPositionCostBasisAfter()).isEqualTo("0");
        assertThat(rest.getSupplyAfter()).isEqualTo("0");
        assertThat(rest.getPositionRealisedProfitAfter()).startsWith("-");
    }

    @Test
    void a_sell_is_quoted_in_both_ways() {
        Person trader = exchange.traderWith("100");
        String asset = exchange.asset("1", "0.1");
        buy(trader, asset, "20");

        Quote exactIn = quoteSell(trader, r -> r.setAssetId(asset).setSharesIn("2"));
        Quote exactOut = quoteSell(trader, r -> r.setAssetId(asset).setUsdcOut(exactIn.getNet()));

        assertThat(exactOut.getShares()).isEqualTo("2");
        assertThat(exactIn.getPriceImpactPercent()).startsWith("-");
    }

    @Test
    void a_bound_that_does_not_hold_says_what_one_would_have_got() {
        Person trader = exchange.traderWith("1000");
        String asset = exchange.asset("1", "0");

        Failure failure =
                Failure.of(
                        () ->
                                trader.trades()
                                        .buy(
                                                buyRequest(asset)
                                                        .setExactIn(exactIn("100", "99.500001"))
                                                        .build()));

        assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(failure.reason()).isEqualTo("SLIPPAGE_EXCEEDED");
        assertThat(failure.metadata())
                .containsEntry("actual", "99.5")
                .containsEntry("bound", "99.500001")
                .containsEntry("fault", "state")
                .containsEntry("retry", "after_change");
        assertThat(failure.preconditions()).containsExactly("SLIPPAGE_EXCEEDED");
    }

    @Test
    void the_same_request_again_is_the_same_answer() {
        Person trader = exchange.traderWith("1000");
        String asset = exchange.asset("1", "0.01");
        BuyRequest request = buyRequest(asset).setExactIn(exactIn("10", "0")).build();
        BuyRequest spelledOtherwise =
                request.toBuilder().setExactIn(exactIn("10.000", "0.0")).build();

        Receipt first = trader.trades().buy(request).getReceipt();
        Receipt second = trader.trades().buy(spelledOtherwise).getReceipt();

        assertThat(second.getReplayed()).isTrue();
        assertThat(second.getTrade()).isEqualTo(first.getTrade());
    }

    @Test
    void a_request_id_with_another_amount_is_refused_and_the_field_named() {
        Person trader = exchange.traderWith("1000");
        String asset = exchange.asset("1", "0.01");
        BuyRequest request = buyRequest(asset).setExactIn(exactIn("10", "0")).build();
        trader.trades().buy(request);

        Failure failure =
                Failure.of(
                        () ->
                                trader.trades()
                                        .buy(
                                                request.toBuilder()
                                                        .setExactIn(exactIn("11", "0"))
                                                        .build()));

        assertThat(failure.code()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(failure.reason()).isEqualTo("REQUEST_ID_REUSED");
        assertThat(failure.fields()).containsExactly("exact_in.usdc_in");
    }

    static Stream<UnaryOperator<BuyRequest.Builder>> unreadableBuys() {
        return Stream.of(
                buy -> buy.setRequestId(""),
                buy -> buy.setRequestId("1-1-1-1-1"),
                buy -> buy.setRequestId("not a uuid"),
                buy -> buy.setAssetId(""),
                buy -> buy.setAssetId("TEST-1"),
                buy -> buy.setAssetId("00000000-0000-0000-0000-000000000000"),
                BuyRequest.Builder::clearOrder);
    }

    @ParameterizedTest
    @MethodSource("unreadableBuys")
    void a_request_that_cannot_be_read_is_an_invalid_argument(
            UnaryOperator<BuyRequest.Builder> spoil) {
        BuyRequest.Builder request = buyRequest(newId()).setExactIn(exactIn("1", "0"));
        Person nobody = exchange.as(UUID.randomUUID(), "user");

        Failure failure = Failure.of(() -> nobody.trades().buy(spoil.apply(request).build()));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(failure.fields()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1e3",
                "1E3",
                "NaN",
                "Infinity",
                "0x10",
                "1,5",
                ".5",
                "5.",
                "1.1234567",
                "1000000000000",
                "99999999999999999999999999",
                "1 ",
                "١",
                "1_000"
            })
    void a_malformed_amount_is_an_invalid_argument_that_names_the_field(String amount) {
        Person trader = exchange.traderWith("10");
        String asset = exchange.asset("1", "0");

        Failure in = Failure.of(() -> buy(trader, asset, amount));
        Failure bound =
                Failure.of(
                        () ->
                                trader.trades()
                                        .buy(
                                                buyRequest(asset)
                                                        .setExactIn(exactIn("1", amount))
                                                        .build()));
        Failure sell = Failure.of(() -> sell(trader, asset, amount));

        assertThat(List.of(in, bound, sell))
                .allSatisfy(
                        failure ->
                                assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        assertThat(in.fields()).containsExactly("exact_in.usdc_in");
        assertThat(bound.fields()).containsExactly("exact_in.min_shares_out");
        assertThat(sell.fields()).containsExactly("exact_in.shares_in");
    }

    @ParameterizedTest
    @CsvSource({
        "0, TRADE_TOO_SMALL, OUT_OF_RANGE",
        "0.000001, TRADE_TOO_SMALL, OUT_OF_RANGE",
        "500, INSUFFICIENT_FUNDS, FAILED_PRECONDITION",
        "999999999999.999999, INSUFFICIENT_FUNDS, FAILED_PRECONDITION"
    })
    void an_amount_that_cannot_be_traded_has_its_own_reason(
            String amount, String reason, Status.Code code) {
        Person trader = exchange.traderWith("10");
        String asset = exchange.asset("50000", "1000000");

        Failure failure = Failure.of(() -> buy(trader, asset, amount));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void what_no_column_could_hold_is_out_of_range() {
        Person trader = exchange.traderWith("10");
        String asset = exchange.asset("50000", "1000000");
        BuyExactOut everything =
                BuyExactOut.newBuilder()
                        .setSharesOut("999999999999.999999")
                        .setMaxUsdcIn("999999999999.999999")
                        .build();

        Failure failure =
                Failure.of(
                        () ->
                                trader.trades()
                                        .buy(buyRequest(asset).setExactOut(everything).build()));

        assertThat(failure.reason()).isEqualTo("AMOUNT_OUT_OF_RANGE");
        assertThat(failure.code()).isEqualTo(Status.Code.OUT_OF_RANGE);
    }

    @Test
    void nobody_sells_more_than_they_hold() {
        Person trader = exchange.traderWith("100");
        String asset = exchange.asset("1", "0");
        buy(trader, asset, "10.05");

        Failure failure = Failure.of(() -> sell(trader, asset, "10.000001"));

        assertThat(failure.reason()).isEqualTo("INSUFFICIENT_SHARES");
        assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void unknown_assets_and_unregistered_users_are_not_found() {
        Person trader = exchange.traderWith("10");
        Person stranger = exchange.as(UUID.randomUUID(), "user");
        String asset = exchange.asset("1", "0");

        assertThat(Failure.of(() -> buy(trader, newId(), "1")).reason())
                .isEqualTo("ASSET_NOT_FOUND");
        assertThat(Failure.of(() -> buy(stranger, asset, "1")).reason())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(
                        Failure.of(
                                        () ->
                                                stranger.trades()
                                                        .listTrades(
                                                                ListTradesRequest
                                                                        .getDefaultInstance()))
                                .reason())
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void a_trade_is_found_by_its_owner_and_by_administrators_and_by_nobody_else() {
        Person owner = exchange.traderWith("100");
        Person other = exchange.traderWith("100");
        String asset = exchange.asset("1", "0");
        Trade trade = buy(owner, asset, "10").getReceipt().getTrade();
        GetTradeRequest byId = GetTradeRequest.newBuilder().setTradeId(trade.getTradeId()).build();
        GetTradeByRequestIdRequest byRequest =
                GetTradeByRequestIdRequest.newBuilder().setRequestId(trade.getRequestId()).build();

        assertThat(owner.trades().getTrade(byId).getTrade()).isEqualTo(trade);
        assertThat(owner.trades().getTradeByRequestId(byRequest).getTrade()).isEqualTo(trade);
        assertThat(exchange.admin().trades().getTrade(byId).getTrade()).isEqualTo(trade);
        assertThat(
                        exchange.admin()
                                .trades()
                                .getTradeByRequestId(
                                        byRequest.toBuilder()
                                                .setUserId(owner.id().toString())
                                                .build())
                                .getTrade())
                .isEqualTo(trade);
        assertThat(Failure.of(() -> other.trades().getTrade(byId)).reason())
                .isEqualTo("TRADE_NOT_FOUND");
        assertThat(Failure.of(() -> other.trades().getTradeByRequestId(byRequest)).code())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(
                        Failure.of(
                                        () ->
                                                other.trades()
                                                        .getTradeByRequestId(
                                                                byRequest.toBuilder()
                                                                        .setUserId(
                                                                                owner.id()
                                                                                        .toString())
                                                                        .build()))
                                .reason())
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void pages_neither_repeat_nor_miss_a_trade_while_others_are_made() {
        Person trader = exchange.traderWith("100");
        String asset = exchange.asset("1", "0");
        for (int i = 0; i < 7; i++) {
            buy(trader, asset, "1");
        }
        List<Long> sequences = new ArrayList<>();
        String token = "";
        do {
            ListTradesResponse page =
                    trader.trades()
                            .listTrades(
                                    ListTradesRequest.newBuilder()
                                            .setPageSize(3)
                                            .setPageToken(token)
                                            .build());
            page.getTradesList().forEach(trade -> sequences.add(trade.getTradeSequence()));
            token = page.getNextPageToken();
            buy(trader, asset, "1");
        } while (!token.isEmpty());

        assertThat(sequences).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void a_page_token_is_good_for_its_own_list_only() {
        Person trader = exchange.traderWith("100");
        String asset = exchange.asset("1", "0");
        buy(trader, asset, "1");
        buy(trader, asset, "1");
        String token =
                trader.trades()
                        .listTrades(ListTradesRequest.newBuilder().setPageSize(1).build())
                        .getNextPageToken();

        for (String bad : List.of("x", "AAAA", "%%%", token + "AAAA", token.substring(2))) {
            assertThat(listTrades(trader, r -> r.setPageToken(bad)).fields())
                    .containsExactly("page_token");
        }
        assertThat(listTrades(trader, r -> r.setPageToken(token).setAssetId(asset)).fields())
                .containsExactly("page_token");
        assertThat(listTrades(trader, r -> r.setPageSize(501)).fields())
                .containsExactly("page_size");
        assertThat(listTrades(trader, r -> r.setPageSize(-1)).fields())
                .containsExactly("page_size");
    }

    @Test
    void positions_are_listed_by_asset_and_zero_where_none_was_ever_held() {
        Person trader = exchange.traderWith("100");
        String first = exchange.asset("1", "0");
        String second = exchange.asset("2", "0");
        buy(trader, first, "1.005");
        buy(trader, second, "2.01");

        var page =
                trader.trades()
                        .listPositions(ListPositionsRequest.newBuilder().setPageSize(1).build());
        var rest =
                trader.trades()
                        .listPositions(
                                ListPositionsRequest.newBuilder()
                                        .setPageToken(page.getNextPageToken())
                                        .build());

        assertThat(page.getPositions(0).getAssetId()).isEqualTo(first);
        assertThat(rest.getPositionsList()).hasSize(1);
        assertThat(rest.getNextPageToken()).isEmpty();
        assertThat(position(trader, exchange.asset("1", "0")).getShares()).isEqualTo("0");
        assertThat(position(trader, first).getCostBasis()).isEqualTo("1.005");
        assertThat(Failure.of(() -> position(trader, newId())).reason())
                .isEqualTo("ASSET_NOT_FOUND");
    }

    @Test
    void a_call_that_is_cancelled_while_it_waits_for_the_book_is_not_executed() {
        Person trader = exchange.traderWith("1000");
        String asset = exchange.asset("1", "0");
        BuyRequest request = buyRequest(asset).setExactIn(exactIn("100", "0")).build();

        try (BookLock lock = exchange.bookLock()) {
            lock.take();
            TradeServiceFutureStub calls = TradeServiceGrpc.newFutureStub(trader.channel());
            Future<?> cancelled = calls.buy(request);
            await().until(lock::isWaitedFor);
            cancelled.cancel(true);
            // The server has heard of it before it answers what was sent later.
            assertThat(position(trader, asset).getShares()).isEqualTo("0");
            lock.release();
        }

        assertThat(buy(trader, asset, "10").getReceipt().getTrade().getCashBalanceAfter())
                .isEqualTo("990");
        assertThat(
                        Failure.of(
                                        () ->
                                                trader.trades()
                                                        .getTradeByRequestId(
                                                                GetTradeByRequestIdRequest
                                                                        .newBuilder()
                                                                        .setRequestId(
                                                                                request
                                                                                        .getRequestId())
                                                                        .build()))
                                .reason())
                .isEqualTo("TRADE_NOT_FOUND");
    }

    private static io.megatron.trading.v1.Position position(Person trader, String asset) {
        return trader.trades()
                .getPosition(GetPositionRequest.newBuilder().setAssetId(asset).build())
                .getPosition();
    }

    private static Failure listTrades(
            Person trader, UnaryOperator<ListTradesRequest.Builder> change) {
        return Failure.of(
                () ->
                        trader.trades()
                                .listTrades(change.apply(ListTradesRequest.newBuilder()).build()));
    }

    private static Quote quoteSell(Person trader, UnaryOperator<QuoteSellRequest.Builder> request) {
        return trader.trades()
                .quoteSell(request.apply(QuoteSellRequest.newBuilder()).build())
                .getQuote();
    }

    private static io.megatron.trading.v1.BuyResponse buy(
            Person trader, String asset, String usdc) {
        return trader.trades().buy(buyRequest(asset).setExactIn(exactIn(usdc, "0")).build());
    }

    private static Trade sell(Person trader, String asset, String shares) {
        return trader.trades()
                .sell(
                        sellRequest(asset)
                                .setExactIn(
                                        SellExactIn.newBuilder()
                                                .setSharesIn(shares)
                                                .setMinUsdcOut("0"))
                                .build())
                .getReceipt()
                .getTrade();
    }

    private static BuyRequest.Builder buyRequest(String asset) {
        return BuyRequest.newBuilder().setRequestId(newId()).setAssetId(asset);
    }

    private static SellRequest.Builder sellRequest(String asset) {
        return SellRequest.newBuilder().setRequestId(newId()).setAssetId(asset);
    }

    private static BuyExactIn exactIn(String usdcIn, String minSharesOut) {
        return BuyExactIn.newBuilder().setUsdcIn(usdcIn).setMinSharesOut(minSharesOut).build();
    }
}
