package io.megatron.client.demo;

import com.google.protobuf.Timestamp;
import io.megatron.client.connection.Connection;
import io.megatron.ledger.v1.GetStatementRequest;
import io.megatron.ledger.v1.GetStatementResponse;
import io.megatron.ledger.v1.LedgerServiceGrpc;
import io.megatron.ledger.v1.Period;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyExactOut;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.GetPositionRequest;
import io.megatron.trading.v1.ListPositionsRequest;
import io.megatron.trading.v1.ListTradesRequest;
import io.megatron.trading.v1.Position;
import io.megatron.trading.v1.Quote;
import io.megatron.trading.v1.QuoteBuyRequest;
import io.megatron.trading.v1.QuoteSellRequest;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellRequest;
import io.megatron.trading.v1.Trade;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody with an account. */
record Trader(String name, UUID id, String token, Connection connection) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    Quote quoteBuy(String asset, String usdcIn) {
        return trading()
                .quoteBuy(QuoteBuyRequest.newBuilder().setAssetId(asset).setUsdcIn(usdcIn).build())
                .getQuote();
    }

    Quote quoteSell(String asset, String sharesIn) {
        return trading()
                .quoteSell(
                        QuoteSellRequest.newBuilder()
                                .setAssetId(asset)
                                .setSharesIn(sharesIn)
                                .build())
                .getQuote();
    }

    Receipt buyFor(UUID requestId, String asset, String usdcIn, String minSharesOut) {
        BuyExactIn order =
                BuyExactIn.newBuilder().setUsdcIn(usdcIn).setMinSharesOut(minSharesOut).build();
        return trading()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(requestId.toString())
                                .setAssetId(asset)
                                .setExactIn(order)
                                .build())
                .getReceipt();
    }

    Receipt buyShares(String asset, String sharesOut, String maxUsdcIn) {
        BuyExactOut order =
                BuyExactOut.newBuilder().setSharesOut(sharesOut).setMaxUsdcIn(maxUsdcIn).build();
        return trading()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .setExactOut(order)
                                .build())
                .getReceipt();
    }

    Receipt sellShares(String asset, String sharesIn, String minUsdcOut) {
        SellExactIn order =
                SellExactIn.newBuilder().setSharesIn(sharesIn).setMinUsdcOut(minUsdcOut).build();
        return trading()
                .sell(
                        SellRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .setExactIn(order)
                                .build())
                .getReceipt();
    }

    List<Trade> trades() {
        return trading().listTrades(ListTradesRequest.getDefaultInstance()).getTradesList();
    }

    List<Position> positions() {
        return trading()
                .listPositions(ListPositionsRequest.getDefaultInstance())
                .getPositionsList();
    }

    /** How many shares of an asset are held. */
    BigDecimal shares(String asset) {
        return new BigDecimal(
                trading()
                        .getPosition(GetPositionRequest.newBuilder().setAssetId(asset).build())
                        .getPosition()
                        .getShares());
    }

    GetStatementResponse statement(Instant from, Instant to) {
        Period period =
                Period.newBuilder().setStartTime(timestamp(from)).setEndTime(timestamp(to)).build();
        return LedgerServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE)
                .getStatement(GetStatementRequest.newBuilder().setPeriod(period).build());
    }

    private TradeServiceGrpc.TradeServiceBlockingStub trading() {
        return TradeServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE);
    }

    private static Timestamp timestamp(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
    }
}
