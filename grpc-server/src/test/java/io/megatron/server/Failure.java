package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A failed call as its client sees it.
 *
 * @param text everything that came over the wire, to look for what must not be in it
 */
public record Failure(
        Status.Code code,
        String reason,
        String message,
        Map<String, String> metadata,
        List<String> fields,
        List<String> preconditions,
        Optional<Duration> retryAfter,
        String text) {

    /** The failure of a call that has to fail. */
    public static Failure of(ThrowingCallable call) {
        StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(thrown).as("the call should have failed").isNotNull();
        return of(Objects.requireNonNull(StatusProto.fromThrowable(thrown)));
    }

    public static Failure of(StatusException thrown) {
        return of(Objects.requireNonNull(StatusProto.fromThrowable(thrown)));
    }

    private static Failure of(com.google.rpc.Status status) {
        Optional<ErrorInfo> info = detail(status, ErrorInfo.class);
        info.ifPresent(found -> assertThat(found.getDomain()).isEqualTo("megatron"));
        return new Failure(
                Status.fromCodeValue(status.getCode()).getCode(),
                info.map(ErrorInfo::getReason).orElse(""),
                status.getMessage(),
                info.map(ErrorInfo::getMetadataMap).orElse(Map.of()),
                detail(status, BadRequest.class).stream()
                        .flatMap(detail -> detail.getFieldViolationsList().stream())
                        .map(BadRequest.FieldViolation::getField)
                        .toList(),
                detail(status, PreconditionFailure.class).stream()
                        .flatMap(detail -> detail.getViolationsList().stream())
                        .map(PreconditionFailure.Violation::getType)
                        .toList(),
                detail(status, RetryInfo.class)
                        .map(RetryInfo::getRetryDelay)
                        .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos())),
                status.toString());
    }

    private static <M extends Message> Optional<M> detail(
            com.google.rpc.Status status, Class<M> type) {
        return status.getDetailsList().stream()
                .filter(any -> any.is(type))
                .findFirst()
                .map(any -> unpack(any, type));
    }

    private static <M extends Message> M unpack(Any any, Class<M> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }
}
