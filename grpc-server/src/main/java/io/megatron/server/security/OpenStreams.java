package io.megatron.server.security;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.megatron.server.errors.WireError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The streams that are open, each with what would end it. */
final class OpenStreams {
    private final Map<ServerCall<?, ?>, Supplier<Optional<WireError>>> streams =
            new ConcurrentHashMap<>();

    /**
     * Makes a stream end once something stands against it; other calls are over before it matters.
     */
    <Q> ServerCall.Listener<Q> watching(
            ServerCall<Q, ?> call,
            ServerCall.Listener<Q> listener,
            Supplier<Optional<WireError>> refused) {
        if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            return listener;
        }
        streams.put(call, refused);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onComplete() {
                streams.remove(call);
                super.onComplete();
            }

            @Override
            public void onCancel() {
                streams.remove(call);
                super.onCancel();
            }
        };
    }

    /** Looks again whether something stands against them. */
    void endRefused() {
        streams.forEach((stream, refused) -> refused.get().ifPresent(error -> end(stream, error)));
    }

    private void end(ServerCall<?, ?> stream, WireError error) {
        streams.remove(stream);
        try {
            error.close(stream);
        } catch (IllegalStateException endedByItself) {
            // Then there is nothing to end.
        }
    }
}
