package io.megatron.server.errors;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An error as a client sees it: a {@code google.rpc.Status} whose first detail is always an {@code
 * ErrorInfo}.
 *
 * @param code the gRPC status
 * @param message one sentence for people
 * @param details what goes with it, the {@code ErrorInfo} first
 */
public record WireError(Status.Code code, String message, List<Message> details) {
    public static final String DOMAIN = "megatron";

    public WireError {
        details = List.copyOf(details);
    }

    public static WireError of(
            Status.Code code, String reason, String message, Map<String, String> metadata) {
        ErrorInfo info =
                ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(reason)
                        .putAllMetadata(metadata)
                        .build();
        return new WireError(code, message, List.of(info));
    }

    public static WireError of(Reason reason, String message) {
        return of(reason, message, Map.of());
    }

    public static WireError of(Reason reason, String message, Map<String, String> figures) {
        Map<String, String> metadata = new HashMap<>(figures);
        metadata.put("fault", reason.blame().name().toLowerCase(Locale.ROOT));
        metadata.put("retry", reason.retry().name().toLowerCase(Locale.ROOT));
        return of(reason.code(), reason.name(), message, metadata);
    }

    public WireError withField(String field, String description) {
        return with(
                BadRequest.newBuilder()
                        .addFieldViolations(
                                BadRequest.FieldViolation.newBuilder()
                                        .setField(field)
                                        .setDescription(description))
                        .build());
    }

    public WireError withPrecondition(String type, String subject) {
        return with(
                PreconditionFailure.newBuilder()
                        .addViolations(
                                PreconditionFailure.Violation.newBuilder()
                                        .setType(type)
                                        .setSubject(subject)
                                        .setDescription(message))
                        .build());
    }

    public WireError withRetryAfter(java.time.Duration delay) {
        return with(
                RetryInfo.newBuilder()
                        .setRetryDelay(
                                Duration.newBuilder()
                                        .setSeconds(delay.toSeconds())
                                        .setNanos(delay.toNanosPart()))
                        .build());
    }

    private WireError with(Message detail) {
        List<Message> more = new ArrayList<>(details);
        more.add(detail);
        return new WireError(code, message, more);
    }

    public StatusException toException() {
        return StatusProto.toStatusException(packed());
    }

    /** Ends a call with this error; a call that was cancelled meanwhile is left alone. */
    public void close(ServerCall<?, ?> call) {
        prepared().close(call);
    }

    public PreparedError prepared() {
        return new PreparedError(code.toStatus().withDescription(message), packed());
    }

    private com.google.rpc.Status packed() {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        details.forEach(detail -> status.addDetails(Any.pack(detail)));
        return status.build();
    }
}
