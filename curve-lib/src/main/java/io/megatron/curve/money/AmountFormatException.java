package io.megatron.curve.money;

/**
 * A text that is no amount. The message completes the sentence "the amount …", for example "has
 * more than six fractional digits", and never repeats the text, which may be long or hostile.
 */
public final class AmountFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public AmountFormatException(String message) {
        super(message);
    }
}
