package io.megatron.server.runtime;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.megatron.server.errors.PreparedError;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.RefusalCounts;
import io.megatron.server.errors.WireError;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds how many calls are worked on at once, since virtual threads bound nothing. A call too many
 * is told to come back, at once: a queue in front of the book's own queue would only hide the load.
 * It costs no more than that, as what turns calls away has to share the processors with what makes
 * the others.
 *
 * <p>Streams stay open, so they have places of their own; those of health and reflection need none.
 */
final class BoundingCalls implements ServerInterceptor {
    private final Places calls;
    private final Places streams;
    private final RefusalCounts counts;
    private final PreparedError busy;

    BoundingCalls(CallSettings settings, RefusalCounts counts) {
        this.counts = counts;
        this.calls =
                new Places(
                        settings.usualConcurrent(),
                        settings.maxConcurrent(),
                        settings.burst(),
                        System::nanoTime);
        this.streams = new Places(settings.maxStreams());
        this.busy =
                WireError.of(Reason.SERVER_BUSY, "Too many calls are being worked on.")
                        .withRetryAfter(settings.busyRetry())
                        .prepared();
    }

    int callsInWork() {
        return calls.taken();
    }

    int openStreams() {
        return streams.taken();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        if (method.startsWith("grpc.")) {
            return next.startCall(call, headers);
        }
        Places places =
                call.getMethodDescriptor().getType().serverSendsOneMessage() ? calls : streams;
        if (!places.tryTake()) {
            counts.count(method, Reason.SERVER_BUSY.name());
            busy.close(call);
            return new ServerCall.Listener<>() {};
        }
        Place place = new Place(places);
        try {
            return new LeavingListener<>(next.startCall(call, headers), place);
        } catch (RuntimeException | Error failure) {
            place.leave();
            throw failure;
        }
    }

    /** Given back once, however many ways a call ends. */
    private static final class Place {
        private final AtomicBoolean left = new AtomicBoolean();
        private final Places places;

        Place(Places places) {
            this.places = places;
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                places.giveBack();
            }
        }
    }

    private static final class LeavingListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Place place;

        LeavingListener(ServerCall.Listener<Q> listener, Place place) {
            super(listener);
            this.place = place;
        }

        @Override
        public void onComplete() {
            place.leave();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            place.leave();
            super.onCancel();
        }
    }
}
