package io.megatron.client;

import org.jspecify.annotations.Nullable;

/** Something that a person can put right; the message says what it is and how. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean misuse;

    public ClientException(String message) {
        this(message, null, false);
    }

    public ClientException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ClientException(String message, @Nullable Throwable cause, boolean misuse) {
        super(message, cause);
        this.misuse = misuse;
    }

    /** What was asked for cannot be meant: scripts end with another status then. */
    public static ClientException misuse(String message) {
        return new ClientException(message, null, true);
    }

    public boolean isMisuse() {
        return misuse;
    }
}
