package io.megatron.server.errors;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;

/**
 * Counts failed calls. It reads the reason off the trailers that leave, so that no way of failing
 * can be forgotten.
 */
public final class CountingErrors implements ServerInterceptor {
    private final RefusalCounts counts;

    public CountingErrors(RefusalCounts counts) {
        this.counts = counts;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(new CountedCall<>(call), headers);
    }

    private final class CountedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        CountedCall(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
                counts.count(getMethodDescriptor().getFullMethodName(), reason(status, trailers));
            }
            super.close(status, trailers);
        }
    }

    private static String reason(Status status, Metadata trailers) {
        com.google.rpc.Status full = StatusProto.fromStatusAndTrailers(status, trailers);
        try {
            return full.getDetailsCount() > 0 && full.getDetails(0).is(ErrorInfo.class)
                    ? full.getDetails(0).unpack(ErrorInfo.class).getReason()
                    : status.getCode().name();
        } catch (InvalidProtocolBufferException foreign) {
            return status.getCode().name();
        }
    }
}
