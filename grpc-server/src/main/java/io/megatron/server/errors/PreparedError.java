package io.megatron.server.errors;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * An error put into the bytes that leave. One that is the same for everybody is prepared once:
 * under overload more calls are turned away than made.
 */
public final class PreparedError {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Status status;
    private final byte[] details;

    PreparedError(Status status, com.google.rpc.Status details) {
        this.status = status;
        this.details = details.toByteArray();
    }

    /**
     * Ends a call with this error; a call that was cancelled meanwhile is left alone. Not by an
     * exception, whose stack nobody would read.
     */
    public void close(ServerCall<?, ?> call) {
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, details);
        call.close(status, trailers);
    }
}
