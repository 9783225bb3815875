package io.megatron.core.ledger;

import io.megatron.core.Outcome;

/** How a command is meant: to take effect, or only to hear what it would answer now. */
public enum Submitting {
    TO_TAKE_EFFECT,
    VALIDATE_ONLY;

    public static Submitting of(boolean validateOnly) {
        return validateOnly ? VALIDATE_ONLY : TO_TAKE_EFFECT;
    }

    public <R> Outcome<R> submit(Book book, Command<R> command, Deadline deadline) {
        return switch (this) {
            case TO_TAKE_EFFECT -> book.write(command, deadline);
            case VALIDATE_ONLY -> book.validate(command);
        };
    }
}
