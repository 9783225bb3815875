package io.megatron.server.runtime;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationListener;
import org.springframework.grpc.server.lifecycle.GrpcServerShutdownEvent;

/**
 * Ends the streams when the server stops. Nobody else ever does, so a single watcher would hold up
 * every stop for the whole of its grace. By then the watchers of health have been told that the
 * service ends, and nothing more is sent to them.
 */
final class ReleasingStreams
        implements ServerInterceptor, ApplicationListener<GrpcServerShutdownEvent> {
    private static final Status STOPPING =
            Status.UNAVAILABLE.withDescription("The server is stopping.");

    private final Set<ServerCall<?, ?>> streams = ConcurrentHashMap.newKeySet();

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        streams.add(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
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

    @Override
    public void onApplicationEvent(GrpcServerShutdownEvent event) {
        streams.forEach(ReleasingStreams::end);
    }

    private static void end(ServerCall<?, ?> stream) {
        try {
            stream.close(STOPPING, new Metadata());
        } catch (IllegalStateException endedByItself) {
            // Then it holds nothing up.
        }
    }
}
