package io.megatron.core.custody;

/**
 * The node is of another chain, or the token another one, than this installation has begun with.
 */
public class WrongChainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongChainException(String message) {
        super(message);
    }
}
