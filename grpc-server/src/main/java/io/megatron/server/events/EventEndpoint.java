package io.megatron.server.events;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.events.ReadingEvents;
import io.megatron.core.events.ReadingEvents.Filter;
import io.megatron.core.operations.Operator;
import io.megatron.core.operations.ReplayingEvents;
import io.megatron.events.v1.EventServiceGrpc;
import io.megatron.events.v1.GetBacklogRequest;
import io.megatron.events.v1.GetBacklogResponse;
import io.megatron.events.v1.ReplayRequest;
import io.megatron.events.v1.ReplayResponse;
import io.megatron.events.v1.StreamEventsRequest;
import io.megatron.events.v1.StreamEventsResponse;
import io.megatron.mapper.ids.UserId;
import io.megatron.options.v1.Role;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Subjects;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.errors.RefusalStatus;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.security.Caller;
import java.util.Optional;
import java.util.Set;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.events.v1.EventService}. */
@GrpcService
@RunsAs(NodeRole.API)
class EventEndpoint extends EventServiceGrpc.EventServiceImplBase {
    private static final int MAX_REASON = 500;
    private static final String NOW = "now";
    private static final Set<Role> SEE_ALL = Set.of(Role.ROLE_OPS, Role.ROLE_ADMIN);

    private final ReadingEvents reading;
    private final ReplayingEvents replaying;
    private final Subjects subjects;

    EventEndpoint(ReadingEvents reading, ReplayingEvents replaying, Subjects subjects) {
        this.reading = reading;
        this.replaying = replaying;
        this.subjects = subjects;
    }

    @Override
    public void getBacklog(GetBacklogRequest request, StreamObserver<GetBacklogResponse> observer) {
        Answering.answer(observer, EventMessages.backlogs(reading.backlogs()));
    }

    @Override
    public void replay(ReplayRequest request, StreamObserver<ReplayResponse> observer) {
        Operator operator =
                new Operator(
                        Caller.current().userId().value(),
                        Fields.requestId(request.getRequestId()),
                        Fields.words("reason", request.getReason(), MAX_REASON));
        long after = afterEventId(request);
        Answering.answer(
                observer,
                request.getValidateOnly()
                        ? Outcome.accepted(replaying.count(after))
                        : replaying.replay(operator, after),
                (events, replayed) ->
                        ReplayResponse.newBuilder()
                                .setEvents(events)
                                .setReplayed(replayed)
                                .build());
    }

    private static long afterEventId(ReplayRequest request) {
        if (request.getAfterEventId() < 0) {
            throw new InvalidField("after_event_id", "is larger than any event's id");
        }
        return request.getAfterEventId();
    }

    @Override
    public void streamEvents(
            StreamEventsRequest request, StreamObserver<StreamEventsResponse> observer) {
        long after = position(request.getPosition());
        var stream = (ServerCallStreamObserver<StreamEventsResponse>) observer;
        // With a handler, an answer that comes after the caller has left is dropped and no error.
        stream.setOnCancelHandler(() -> {});
        switch (user(request.getUserId())) {
            case Outcome.Refused<Optional<UserId>>(var refusal) ->
                    observer.onError(RefusalStatus.of(refusal).toException());
            case Outcome.Accepted<Optional<UserId>>(var user, boolean _) ->
                    new EventStream(
                                    reading,
                                    new Filter(Fields.optionalAssetId(request.getAssetId()), user),
                                    stream)
                            .run(after);
        }
    }

    private Outcome<Optional<UserId>> user(String userId) {
        boolean seesAll = Caller.current().roles().stream().anyMatch(SEE_ALL::contains);
        if (seesAll) {
            return Outcome.accepted(
                    userId.isEmpty() ? Optional.empty() : Optional.of(Fields.userId(userId)));
        }
        return subjects.named(userId).map(Optional::of);
    }

    private long position(String text) {
        if (text.isEmpty()) {
            return reading.beginning();
        }
        if (text.equals(NOW)) {
            return reading.lastId();
        }
        try {
            long position = Long.parseLong(text);
            if (position >= 0) {
                return position;
            }
        } catch (NumberFormatException noPosition) {
            throw new InvalidField("position", "is not a next_position, nor empty, nor 'now'");
        }
        throw new InvalidField("position", "is not a next_position, nor empty, nor 'now'");
    }
}
