package io.megatron.client.connection;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An error of the server, for people and for decisions.
 *
 * @param code the gRPC status
 * @param reason the stable code; the status' name where the server gave none
 * @param message one sentence
 * @param metadata the figures by name
 * @param remarks what else the server said: fields, preconditions, when to come back
 */
public record ReadableError(
        Status.Code code,
        String reason,
        String message,
        Map<String, String> metadata,
        List<String> remarks) {

    public ReadableError {
        metadata = new TreeMap<>(metadata);
        remarks = List.copyOf(remarks);
    }

    public static ReadableError of(StatusRuntimeException failure) {
        return of(failure.getStatus(), failure.getTrailers());
    }

    public static ReadableError of(Status status, @Nullable Metadata trailers) {
        return of(status, StatusProto.fromStatusAndTrailers(status, trailers));
    }

    /** Only the reason, for those who count errors that nobody reads. */
    public static String reason(Status status, @Nullable Metadata trailers) {
        return StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .findFirst()
                .map(ReadableError::reason)
                .orElseGet(status.getCode()::name);
    }

    private static @Nullable String reason(Any info) {
        try {
            return info.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException broken) {
            return null;
        }
    }

    static ReadableError of(Status status, com.google.rpc.Status sent) {
        String reason = status.getCode().name();
        Map<String, String> metadata = Map.of();
        List<String> remarks = new ArrayList<>();
        for (Any detail : sent.getDetailsList()) {
            try {
                if (detail.is(ErrorInfo.class)) {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    reason = info.getReason();
                    metadata = info.getMetadataMap();
                } else {
                    remarks.addAll(remarks(detail));
                }
            } catch (InvalidProtocolBufferException broken) {
                remarks.add("a detail that cannot be read: " + detail.getTypeUrl());
            }
        }
        String message = sent.getMessage().isEmpty() ? status.toString() : sent.getMessage();
        if (status.getCause() != null) {
            message = unanswered(status.getCause(), message);
        }
        return new ReadableError(status.getCode(), reason, message, metadata, remarks);
    }

    /** A status with a cause was made here and not by a server, and its words say little. */
    private static String unanswered(Throwable cause, String message) {
        return cause instanceof ConnectException
                ? cause.getMessage()
                        + ". Start the server with scripts/run, or say where it is with --address"
                : message + " (" + cause.getMessage() + ")";
    }

    private static List<String> remarks(Any detail) throws InvalidProtocolBufferException {
        if (detail.is(BadRequest.class)) {
            return detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                    .map(one -> "field %s: %s".formatted(one.getField(), one.getDescription()))
                    .toList();
        }
        if (detail.is(PreconditionFailure.class)) {
            return detail.unpack(PreconditionFailure.class).getViolationsList().stream()
                    .map(
                            one ->
                                    "precondition %s %s"
                                            .formatted(one.getType(), one.getSubject())
                                            .strip())
                    .toList();
        }
        if (detail.is(RetryInfo.class)) {
            RetryInfo retry = detail.unpack(RetryInfo.class);
            return List.of("again after %s s".formatted(seconds(retry.getRetryDelay())));
        }
        return List.of(detail.getTypeUrl());
    }

    private static String seconds(com.google.protobuf.Duration delay) {
        return java.math.BigDecimal.valueOf(delay.getSeconds())
                .add(java.math.BigDecimal.valueOf(delay.getNanos(), 9))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** What was refused in the first line, the figures below it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(code);
        if (!reason.equals(code.name())) {
            text.append(' ').append(reason);
        }
        text.append(": ").append(message);
        metadata.forEach((name, value) -> text.append("\n  %s = %s".formatted(name, value)));
        remarks.forEach(remark -> text.append("\n  ").append(remark));
        return text.toString();
    }
}
