package io.megatron.server.runtime;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.WireError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.grpc.server.GrpcServerFactory;
import org.springframework.grpc.server.service.DefaultGrpcServiceConfigurer;
import org.springframework.grpc.server.service.GrpcServiceSpec;
import org.springframework.util.unit.DataSize;

/**
 * Moves the parsing of requests inside all interceptors. Left where gRPC does it, a request whose
 * bytes are no message never reaches the exception handler: its sender gets UNKNOWN without a
 * reason, and the log a stack trace. Here its size is looked at as well, for the same reason.
 */
final class ReadingRequests extends DefaultGrpcServiceConfigurer {
    private final DataSize limit;

    ReadingRequests(ApplicationContext context, DataSize limit) {
        super(context);
        this.limit = limit;
    }

    @Override
    public ServerServiceDefinition configure(
            GrpcServiceSpec spec, @Nullable GrpcServerFactory factory) {
        ServerServiceDefinition service = spec.service().bindService();
        if (service.getServiceDescriptor().getName().startsWith("grpc.")) {
            return super.configure(spec, factory);
        }
        ServerServiceDefinition reading =
                ServerInterceptors.intercept(
                        ServerInterceptors.useInputStreamMessages(service), new LimitingSize());
        BindableService bound = () -> reading;
        return super.configure(new GrpcServiceSpec(bound, spec.serviceInfo()), factory);
    }

    private WireError tooLarge() {
        String bytes = Long.toString(limit.toBytes());
        return WireError.of(
                Reason.MESSAGE_TOO_LARGE,
                "A request can have " + bytes + " bytes at most.",
                Map.of("limit_bytes", bytes));
    }

    private final class LimitingSize implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return new LimitedListener<>(next.startCall(call, headers), call);
        }
    }

    private final class LimitedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private boolean refused;

        LimitedListener(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            refused = size((InputStream) message) > limit.toBytes();
            if (refused) {
                tooLarge().close(call);
            } else {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }

        /** The transport has the whole message in hand by now, so this is all of it. */
        private static int size(InputStream message) {
            try {
                return message.available();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
