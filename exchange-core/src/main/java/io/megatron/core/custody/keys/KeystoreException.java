package io.megatron.core.custody.keys;

/** A keystore cannot be made or opened. The message names the file and never what is in it. */
public class KeystoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeystoreException(String message) {
        super(message);
    }

    public KeystoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
