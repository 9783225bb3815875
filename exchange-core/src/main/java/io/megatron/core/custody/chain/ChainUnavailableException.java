package io.megatron.core.custody.chain;

/**
 * No usable answer came from the chain: a time-out, an error, a node that lags behind or nodes that
 * contradict each other. Nothing follows from it, and asking again later is all one can do.
 */
public class ChainUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChainUnavailableException(String message) {
        super(message);
    }

    public ChainUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
