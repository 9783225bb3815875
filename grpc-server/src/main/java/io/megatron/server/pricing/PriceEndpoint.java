package io.megatron.server.pricing;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.megatron.core.pricing.ReadingPrices;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Tick;
import io.megatron.pricing.v1.GetPriceRequest;
import io.megatron.pricing.v1.GetPriceResponse;
import io.megatron.pricing.v1.ListCandlesRequest;
import io.megatron.pricing.v1.ListCandlesResponse;
import io.megatron.pricing.v1.ListSignalsRequest;
import io.megatron.pricing.v1.ListSignalsResponse;
import io.megatron.pricing.v1.ListTicksRequest;
import io.megatron.pricing.v1.ListTicksResponse;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.pricing.v1.StreamPricesResponse;
import io.megatron.pricing.v1.SubmitSignalRequest;
import io.megatron.pricing.v1.SubmitSignalResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.time.Instant;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.pricing.v1.PriceService}. */
@GrpcService
@RunsAs(NodeRole.API)
class PriceEndpoint extends PriceServiceGrpc.PriceServiceImplBase {
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final ReadingPrices reading;
    private final LookingUpCandles candles;
    private final TakingSignals signals;
    private final StreamingPrices streaming;

    PriceEndpoint(
            ReadingPrices reading,
            LookingUpCandles candles,
            TakingSignals signals,
            StreamingPrices streaming) {
        this.reading = reading;
        this.candles = candles;
        this.signals = signals;
        this.streaming = streaming;
    }

    @Override
    public void getPrice(GetPriceRequest request, StreamObserver<GetPriceResponse> observer) {
        Answering.answer(
                observer, reading.price(Fields.assetId(request.getAssetId())), PriceMessages::view);
    }

    @Override
    public void listTicks(ListTicksRequest request, StreamObserver<ListTicksResponse> observer) {
        AssetId asset = Fields.assetId(request.getAssetId());
        Instant from =
                request.hasStartTime()
                        ? Fields.time("start_time", request.getStartTime())
                        : Instant.EPOCH;
        Instant to = request.hasEndTime() ? Fields.time("end_time", request.getEndTime()) : END;
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListTicks", asset, from, to);
        long before = tokens.read(request.getPageToken(), Long::parseLong).orElse(Long.MAX_VALUE);
        Answering.answer(
                observer,
                reading.ticks(asset, before, from, to, Page.limit(size))
                        .map(
                                ticks ->
                                        Page.of(
                                                tokens,
                                                size,
                                                ticks,
                                                tick -> String.valueOf(tick.tickSeq()))),
                PriceEndpoint::page);
    }

    private static ListTicksResponse page(Page<Tick> page) {
        return ListTicksResponse.newBuilder()
                .addAllTicks(page.items().stream().map(PriceMessages::price).toList())
                .setNextPageToken(page.nextToken())
                .build();
    }

    @Override
    public void listCandles(
            ListCandlesRequest request, StreamObserver<ListCandlesResponse> observer) {
        Answering.answer(observer, candles.list(request), CandleMessages::page);
    }

    @Override
    public void streamPrices(
            StreamPricesRequest request, StreamObserver<StreamPricesResponse> observer) {
        streaming.open(request, (ServerCallStreamObserver<StreamPricesResponse>) observer);
    }

    @Override
    public void submitSignal(
            SubmitSignalRequest request, StreamObserver<SubmitSignalResponse> observer) {
        Answering.answer(observer, signals.submit(request), SignalMessages::submitted);
    }

    @Override
    public void listSignals(
            ListSignalsRequest request, StreamObserver<ListSignalsResponse> observer) {
        Answering.answer(observer, signals.list(request), SignalMessages::page);
    }
}
