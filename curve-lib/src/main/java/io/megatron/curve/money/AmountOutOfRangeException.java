package io.megatron.curve.money;

/** A figure that does not fit the column it is meant for. */
public final class AmountOutOfRangeException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    public AmountOutOfRangeException(String message) {
        super(message);
    }
}
