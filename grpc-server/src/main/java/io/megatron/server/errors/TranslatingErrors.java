package io.megatron.server.errors;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.identity.KeysUnavailableException;
import io.megatron.core.identity.PasswordsBusyException;
import io.megatron.core.ledger.BookException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.grpc.server.exception.GrpcExceptionHandler;

/**
 * The last word on every exception that leaves an endpoint. What is not expected becomes INTERNAL
 * with an id to look for in the log; its text and its stack never reach the wire, since they may
 * speak of other people's money or of the inside of the house.
 */
public final class TranslatingErrors implements GrpcExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TranslatingErrors.class);
    private static final WireError UNREADABLE =
            WireError.of(
                    Reason.INVALID_ARGUMENT,
                    "The request's bytes are not the message that the method takes.");
    private static final Duration STORAGE_RETRY = Duration.ofMillis(500);
    private static final Duration KEYS_RETRY = Duration.ofSeconds(30);

    @Override
    public StatusException handleException(Throwable exception) {
        return switch (exception) {
            case StatusRuntimeException unread
                    when unread.getCause() instanceof InvalidProtocolBufferException ->
                    UNREADABLE.toException();
            case StatusRuntimeException said ->
                    new StatusException(said.getStatus(), said.getTrailers());
            case StatusException said -> said;
            default -> translate(exception).toException();
        };
    }

    private static WireError translate(Throwable exception) {
        return switch (exception) {
            case InvalidField invalid -> invalidField(invalid);
            case BookException book -> book(book);
            case ChainUnavailableException away -> chainUnavailable(away);
            case PasswordsBusyException busy -> passwordsBusy(busy);
            case KeysUnavailableException away -> keysUnavailable(away);
            default -> isOutage(exception) ? storageUnavailable(exception) : unexpected(exception);
        };
    }

    private static WireError invalidField(InvalidField invalid) {
        return WireError.of(
                        Reason.INVALID_ARGUMENT,
                        Objects.requireNonNull(invalid.getMessage()),
                        Map.of("field", invalid.field()))
                .withField(invalid.field(), invalid.description());
    }

    private static WireError book(BookException book) {
        return switch (book) {
            case BookException.Full full -> again(Reason.BOOK_FULL, full);
            case BookException.Aborted aborted -> again(Reason.BOOK_ABORTED, aborted);
            case BookException.Unavailable away -> again(Reason.BOOK_UNAVAILABLE, away);
            case BookException.OutcomeUnknown unknown -> again(Reason.OUTCOME_UNKNOWN, unknown);
            case BookException.DeadlinePassed late ->
                    WireError.of(Reason.DEADLINE_PASSED, sentence(late));
        };
    }

    private static WireError again(Reason reason, BookException book) {
        return WireError.of(reason, sentence(book)).withRetryAfter(book.retryAfter());
    }

    private static String sentence(BookException book) {
        String message = Objects.requireNonNull(book.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    /**
     * Connections lost or refused (08), resources exhausted (53), an operator or a time-out in the
     * way (57): the same read can succeed in a moment.
     */
    private static boolean isOutage(Throwable exception) {
        SQLException cause = sqlCause(exception);
        if (cause instanceof SQLTransientConnectionException) {
            return true;
        }
        String state = cause == null ? null : cause.getSQLState();
        return state != null
                && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57"));
    }

    private static @Nullable SQLException sqlCause(Throwable exception) {
        Throwable cause = exception;
        // A chain that bites its own tail ends here too.
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof SQLException found) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** Why is for the log alone: it may name a node. */
    private static WireError chainUnavailable(ChainUnavailableException exception) {
        LOG.warn("chain unavailable: {}", exception.getMessage());
        return WireError.of(Reason.CHAIN_UNAVAILABLE, "The chain cannot be asked at the moment.")
                .withRetryAfter(STORAGE_RETRY);
    }

    /** The cause names the address that was asked, and never what was to be checked. */
    private static WireError keysUnavailable(KeysUnavailableException exception) {
        LOG.warn("keys cannot be had: {}", exception.getMessage());
        return WireError.of(Reason.KEYS_UNAVAILABLE, "This cannot be checked at the moment.")
                .withRetryAfter(KEYS_RETRY);
    }

    private static WireError passwordsBusy(PasswordsBusyException busy) {
        return WireError.of(
                        Reason.SERVER_BUSY,
                        "The server checks as many passwords as it can; nothing has happened.")
                .withRetryAfter(busy.retryAfter());
    }

    private static WireError storageUnavailable(Throwable exception) {
        LOG.warn("storage unavailable: {}", String.valueOf(sqlCause(exception)));
        return WireError.of(
                        Reason.STORAGE_UNAVAILABLE, "The database cannot be read at the moment.")
                .withRetryAfter(STORAGE_RETRY);
    }

    private static WireError unexpected(Throwable exception) {
        String errorId = UUID.randomUUID().toString();
        LOG.error("unexpected error {}", errorId, exception);
        return WireError.of(
                Reason.INTERNAL,
                "Something went wrong on our side; error id " + errorId + ".",
                Map.of("error_id", errorId));
    }
}
