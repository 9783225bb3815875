package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.operations.MovingClock;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.GetClockRequest;
import io.megatron.operations.v1.GetClockResponse;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.MoveClockResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.time.Duration;
import java.util.Map;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.operations.v1.ClockService}. */
@GrpcService
@RunsAs(NodeRole.API)
class ClockEndpoint extends ClockServiceGrpc.ClockServiceImplBase {
    private final MovingClock clock;

    ClockEndpoint(MovingClock clock) {
        this.clock = clock;
    }

    @Override
    public void getClock(GetClockRequest request, StreamObserver<GetClockResponse> observer) {
        MovingClock.Reading reading = clock.read();
        Answering.answer(
                observer,
                GetClockResponse.newBuilder()
                        .setBusinessTime(Figures.time(reading.businessTime()))
                        .setRealTime(Figures.time(reading.realTime()))
                        .setOffset(Figures.duration(reading.offset()))
                        .setMovable(reading.movable())
                        .build());
    }

    @Override
    public void moveClock(MoveClockRequest request, StreamObserver<MoveClockResponse> observer) {
        Duration forward = forward(request);
        Call call =
                Calls.of(
                        request.getRequestId(),
                        ClockServiceGrpc.getMoveClockMethod(),
                        Map.of("forward", forward.toString()));
        Answering.answer(
                observer,
                clock.move(
                        call,
                        forward,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline()),
                (moved, replayed) ->
                        MoveClockResponse.newBuilder()
                                .setBusinessTime(Figures.time(moved.businessTime()))
                                .setOffset(Figures.duration(moved.offset()))
                                .setReplayed(replayed)
                                .build());
    }

    private static Duration forward(MoveClockRequest request) {
        if (!request.hasForward()) {
            throw new InvalidField("forward", "is required");
        }
        Duration forward = Fields.duration("forward", request.getForward());
        if (!forward.isPositive()) {
            throw new InvalidField("forward", "is not above zero");
        }
        if (forward.compareTo(MovingClock.FARTHEST) > 0) {
            throw new InvalidField(
                    "forward", "is more than " + MovingClock.FARTHEST.toDays() + " days");
        }
        return forward;
    }
}
