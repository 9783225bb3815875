package io.megatron.server.pricing;

import io.grpc.stub.StreamObserver;
import io.megatron.pricing.v1.ListCandlesRequest;
import io.megatron.pricing.v1.ListCandlesResponse;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.server.calls.Answering;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.pricing.v1.PriceService}. */
@GrpcService
@RunsAs(NodeRole.API)
class PriceEndpoint extends PriceServiceGrpc.PriceServiceImplBase {
    private final LookingUpCandles candles;

    PriceEndpoint(LookingUpCandles candles) {
        this.candles = candles;
    }

    @Override
    public void listCandles(
            ListCandlesRequest request, StreamObserver<ListCandlesResponse> observer) {
        Answering.answer(observer, candles.list(request), CandleMessages::page);
    }
}
