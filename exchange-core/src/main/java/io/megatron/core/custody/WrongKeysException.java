package io.megatron.core.custody;

/** This node derives other deposit addresses than those that were given before. */
public class WrongKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongKeysException(String message) {
        super(message);
    }
}
