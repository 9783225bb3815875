package io.megatron.core.custody.chain;

/** The node answers for fewer blocks, or fewer logs, at a time. */
public class RangeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RangeRefusedException(String message) {
        super(message);
    }
}
