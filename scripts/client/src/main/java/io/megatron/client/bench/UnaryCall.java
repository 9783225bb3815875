package io.megatron.client.bench;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.ReadableError;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call below the stubs, which would make credentials and an interceptor for each. */
final class UnaryCall<A> extends ClientCall.Listener<A> {
    private static final long DEADLINE_SECONDS = 30;

    private final Ending<A> ending;
    private @Nullable A answer;

    /** Takes what comes back. */
    interface Ending<A> {
        void answered(A answer);

        /** The reason is the stable code; the rest is put together for whoever asks. */
        void failed(String reason, Supplier<ReadableError> error);
    }

    private UnaryCall(Ending<A> ending) {
        this.ending = ending;
    }

    /**
     * Sends a call.
     *
     * @param authorization the value of that header
     */
    static <Q, A> void send(
            Channel channel,
            MethodDescriptor<Q, A> method,
            String authorization,
            Q request,
            Ending<A> ending) {
        // A call adds its own headers to those it gets, so each needs an object of its own.
        Metadata headers = new Metadata();
        headers.put(Connection.AUTHORIZATION, authorization);
        send(channel, method, headers, request, ending);
    }

    /** Sends a call that needs no token. */
    static <Q, A> void send(
            Channel channel, MethodDescriptor<Q, A> method, Q request, Ending<A> ending) {
        send(channel, method, new Metadata(), request, ending);
    }

    private static <Q, A> void send(
            Channel channel,
            MethodDescriptor<Q, A> method,
            Metadata headers,
            Q request,
            Ending<A> ending) {
        ClientCall<Q, A> call =
                channel.newCall(
                        method,
                        CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
        call.start(new UnaryCall<>(ending), headers);
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    @Override
    public void onMessage(A message) {
        answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        A received = answer;
        if (status.isOk() && received != null) {
            ending.answered(received);
        } else {
            ending.failed(
                    ReadableError.reason(status, trailers),
                    () -> ReadableError.of(status, trailers));
        }
    }
}
