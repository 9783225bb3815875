package io.megatron.server.runtime;

import org.jspecify.annotations.Nullable;

/** The server cannot run with these settings; the message says what to change. */
public final class UnfitSettingsException extends RuntimeException {
    public UnfitSettingsException(String message) {
        this(message, null);
    }

    public UnfitSettingsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
