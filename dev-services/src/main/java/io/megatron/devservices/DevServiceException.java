package io.megatron.devservices;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A server could not be started, taken over or stopped; the message says what to do, as nobody can
 * handle it in code.
 */
public final class DevServiceException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    DevServiceException(String message) {
        super(message);
    }

    DevServiceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
