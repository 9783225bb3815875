package io.megatron.core.identity;

/** The keys that something is checked with cannot be had at the moment: nothing has happened. */
public final class KeysUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(Throwable cause) {
        super(cause);
    }
}
