package io.megatron.server.trading;

import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.trading.ExecutingTrades;
import io.megatron.core.trading.Order;
import io.megatron.core.trading.QuotingTrades;
import io.megatron.core.trading.TradeCalls;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.AnsweringLater;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.security.Caller;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.BuyResponse;
import io.megatron.trading.v1.GetPositionRequest;
import io.megatron.trading.v1.GetPositionResponse;
import io.megatron.trading.v1.GetTradeByRequestIdRequest;
import io.megatron.trading.v1.GetTradeByRequestIdResponse;
import io.megatron.trading.v1.GetTradeRequest;
import io.megatron.trading.v1.GetTradeResponse;
import io.megatron.trading.v1.ListPositionsRequest;
import io.megatron.trading.v1.ListPositionsResponse;
import io.megatron.trading.v1.ListTradesRequest;
import io.megatron.trading.v1.ListTradesResponse;
import io.megatron.trading.v1.QuoteBuyRequest;
import io.megatron.trading.v1.QuoteBuyResponse;
import io.megatron.trading.v1.QuoteSellRequest;
import io.megatron.trading.v1.QuoteSellResponse;
import io.megatron.trading.v1.SellRequest;
import io.megatron.trading.v1.SellResponse;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.trading.v1.TradeService}. */
@GrpcService
@RunsAs(NodeRole.API)
class TradeEndpoint extends TradeServiceGrpc.TradeServiceImplBase {
    private final ExecutingTrades executing;
    private final QuotingTrades quoting;
    private final LookingUpTrades looking;
    private final AnsweringLater answering;

    TradeEndpoint(
            ExecutingTrades executing,
            QuotingTrades quoting,
            LookingUpTrades looking,
            AnsweringLater answering) {
        this.executing = executing;
        this.quoting = quoting;
        this.looking = looking;
        this.answering = answering;
    }

    @Override
    public void quoteBuy(QuoteBuyRequest request, StreamObserver<QuoteBuyResponse> observer) {
        Answering.answer(
                observer,
                quoting.quote(Caller.current().userId(), Orders.of(request)),
                quote ->
                        QuoteBuyResponse.newBuilder().setQuote(TradeMessages.quote(quote)).build());
    }

    @Override
    public void quoteSell(QuoteSellRequest request, StreamObserver<QuoteSellResponse> observer) {
        Answering.answer(
                observer,
                quoting.quote(Caller.current().userId(), Orders.of(request)),
                quote ->
                        QuoteSellResponse.newBuilder()
                                .setQuote(TradeMessages.quote(quote))
                                .build());
    }

    @Override
    public void buy(BuyRequest request, StreamObserver<BuyResponse> observer) {
        answering.answer(
                observer,
                execute(request.getRequestId(), Orders.of(request)),
                (trade, replayed) ->
                        BuyResponse.newBuilder()
                                .setReceipt(TradeMessages.receipt(trade, replayed))
                                .build());
    }

    @Override
    public void sell(SellRequest request, StreamObserver<SellResponse> observer) {
        answering.answer(
                observer,
                execute(request.getRequestId(), Orders.of(request)),
                (trade, replayed) ->
                        SellResponse.newBuilder()
                                .setReceipt(TradeMessages.receipt(trade, replayed))
                                .build());
    }

    private CompletionStage<Outcome<Trade>> execute(String requestIdText, Order order) {
        UUID requestId = Fields.requestId(requestIdText);
        UserId trader = Caller.current().userId();
        return executing.execute(
                Calls.asSent(TradeCalls.of(trader.value(), requestId, order)),
                order,
                Answering.deadline());
    }

    @Override
    public void getTrade(GetTradeRequest request, StreamObserver<GetTradeResponse> observer) {
        Answering.answer(
                observer,
                looking.trade(Fields.tradeId(request.getTradeId())),
                trade ->
                        GetTradeResponse.newBuilder().setTrade(TradeMessages.trade(trade)).build());
    }

    @Override
    public void getTradeByRequestId(
            GetTradeByRequestIdRequest request,
            StreamObserver<GetTradeByRequestIdResponse> observer) {
        UUID requestId = Fields.requestId(request.getRequestId());
        Answering.answer(
                observer,
                looking.tradeOfRequest(request.getUserId(), requestId),
                trade ->
                        GetTradeByRequestIdResponse.newBuilder()
                                .setTrade(TradeMessages.trade(trade))
                                .build());
    }

    @Override
    public void listTrades(ListTradesRequest request, StreamObserver<ListTradesResponse> observer) {
        Answering.answer(
                observer,
                looking.trades(request),
                page ->
                        ListTradesResponse.newBuilder()
                                .addAllTrades(
                                        page.items().stream().map(TradeMessages::trade).toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    @Override
    public void getPosition(
            GetPositionRequest request, StreamObserver<GetPositionResponse> observer) {
        Answering.answer(
                observer,
                looking.position(request.getUserId(), Fields.assetId(request.getAssetId())),
                position ->
                        GetPositionResponse.newBuilder()
                                .setPosition(TradeMessages.position(position))
                                .build());
    }

    @Override
    public void listPositions(
            ListPositionsRequest request, StreamObserver<ListPositionsResponse> observer) {
        Answering.answer(
                observer,
                looking.positions(request),
                page ->
                        ListPositionsResponse.newBuilder()
                                .addAllPositions(
                                        page.items().stream().map(TradeMessages::position).toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }
}
