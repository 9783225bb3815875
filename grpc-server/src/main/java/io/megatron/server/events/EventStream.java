package io.megatron.server.events;

import io.grpc.stub.ServerCallStreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.events.ReadingEvents;
import io.megatron.core.events.ReadingEvents.Filter;
import io.megatron.core.events.ReadingEvents.Found;
import io.megatron.events.v1.StreamEventsResponse;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.server.errors.RefusalStatus;
import java.time.Duration;

/**
 * One open stream of events. It reads from the outbox as fast as the caller does, and looks again
 * ten times a second once there is nothing more.
 */
final class EventStream {
    private static final int AT_ONCE = 500;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final ReadingEvents reading;
    private final Filter filter;
    private final ServerCallStreamObserver<StreamEventsResponse> observer;
    private long silentSince = System.nanoTime();

    EventStream(
            ReadingEvents reading,
            Filter filter,
            ServerCallStreamObserver<StreamEventsResponse> observer) {
        this.reading = reading;
        this.filter = filter;
        this.observer = observer;
    }

    /** Goes on until the caller has had enough, or is too late. */
    void run(long afterId) {
        long position = afterId;
        while (!observer.isCancelled()) {
            if (!observer.isReady()) {
                pause();
                continue;
            }
            Found found;
            switch (reading.after(position, filter, AT_ONCE)) {
                case Outcome.Accepted<Found>(Found there, boolean _) -> found = there;
                case Outcome.Refused<Found>(Refusal refusal) -> {
                    observer.onError(RefusalStatus.of(refusal).toException());
                    return;
                }
            }
            for (OutboxEvent event : found.events()) {
                send(
                        StreamEventsResponse.newBuilder()
                                .setEvent(EventMessages.event(event))
                                .setNextPosition(String.valueOf(event.id())));
            }
            boolean stands = found.position() == position;
            position = found.position();
            if (System.nanoTime() - silentSince >= HEARTBEAT.toNanos()) {
                send(StreamEventsResponse.newBuilder().setNextPosition(String.valueOf(position)));
            }
            if (stands) {
                pause();
            }
        }
    }

    private void send(StreamEventsResponse.Builder answer) {
        observer.onNext(answer.build());
        silentSince = System.nanoTime();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while events were streamed", e);
        }
    }
}
