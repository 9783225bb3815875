package io.megatron.server.pricing;

import io.grpc.stub.StreamObserver;
import io.megatron.pricing.v1.ListSignalsRequest;
import io.megatron.pricing.v1.ListSignalsResponse;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.SubmitSignalRequest;
import io.megatron.pricing.v1.SubmitSignalResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.pricing.v1.PriceService}. */
@GrpcService
@RunsAs(NodeRole.API)
class PriceEndpoint extends PriceServiceGrpc.PriceServiceImplBase {
    private final TakingSignals signals;

    PriceEndpoint(TakingSignals signals) {
        this.signals = signals;
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
