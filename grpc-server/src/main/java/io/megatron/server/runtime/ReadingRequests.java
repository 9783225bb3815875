package io.megatron.server.runtime;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.WireError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
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
 *
 * <p>gRPC's own way to do so, {@code ServerInterceptors.useInputStreamMessages}, copies requests
 * and answers through two more buffers, which were a quarter of all that a trade allocated.
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
        ServerServiceDefinition reading = reading(service);
        BindableService bound = () -> reading;
        return super.configure(new GrpcServiceSpec(bound, spec.serviceInfo()), factory);
    }

    private ServerServiceDefinition reading(ServerServiceDefinition service) {
        List<ServerMethodDefinition<InputStream, ?>> methods =
                service.getMethods().stream()
                        .<ServerMethodDefinition<InputStream, ?>>map(this::reading)
                        .toList();
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
                        .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder reading =
                ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(reading::addMethod);
        return reading.build();
    }

    private <Q, A> ServerMethodDefinition<InputStream, A> reading(
            ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> parsed = method.getMethodDescriptor();
        return ServerMethodDefinition.create(
                parsed.toBuilder(new Unread(), parsed.getResponseMarshaller()).build(),
                (call, headers) -> start(method, call, headers));
    }

    private <Q, A> ServerCall.Listener<InputStream> start(
            ServerMethodDefinition<Q, A> method,
            ServerCall<InputStream, A> call,
            Metadata headers) {
        return new ReadingListener<>(
                method.getServerCallHandler().startCall(answering(call), headers),
                method.getMethodDescriptor(),
                call);
    }

    /** A call takes no requests itself, its listener does, so their type is one in name only. */
    @SuppressWarnings("unchecked")
    private static <Q, A> ServerCall<Q, A> answering(ServerCall<InputStream, A> call) {
        return (ServerCall<Q, A>) call;
    }

    private WireError tooLarge() {
        String bytes = Long.toString(limit.toBytes());
        return WireError.of(
                Reason.MESSAGE_TOO_LARGE,
                "A request can have " + bytes + " bytes at most.",
                Map.of("limit_bytes", bytes));
    }

    /** Leaves a request as it came; gRPC closes it when it has been listened to. */
    private static final class Unread implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream request) {
            return request;
        }

        @Override
        public InputStream parse(InputStream request) {
            return request;
        }
    }

    private final class ReadingListener<Q> extends ServerCall.Listener<InputStream> {
        private final ServerCall.Listener<Q> listener;
        private final MethodDescriptor<Q, ?> method;
        private final ServerCall<InputStream, ?> call;
        private boolean refused;

        ReadingListener(
                ServerCall.Listener<Q> listener,
                MethodDescriptor<Q, ?> method,
                ServerCall<InputStream, ?> call) {
            this.listener = listener;
            this.method = method;
            this.call = call;
        }

        @Override
        public void onMessage(InputStream request) {
            refused = size(request) > limit.toBytes();
            if (refused) {
                tooLarge().close(call);
            } else {
                listener.onMessage(method.parseRequest(request));
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                listener.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            listener.onCancel();
        }

        @Override
        public void onComplete() {
            listener.onComplete();
        }

        @Override
        public void onReady() {
            listener.onReady();
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
