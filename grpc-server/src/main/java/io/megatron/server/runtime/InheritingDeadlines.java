package io.megatron.server.runtime;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.megatron.core.ledger.ReadDeadline;
import io.megatron.server.calls.Answering;

/** Lets the reads of a call end with the call's deadline. */
final class InheritingDeadlines implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            /** The endpoint of a unary call runs in here. */
            @Override
            public void onHalfClose() {
                ReadDeadline.during(Answering.deadline(), super::onHalfClose);
            }
        };
    }
}
