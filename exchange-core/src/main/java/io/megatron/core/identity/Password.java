package io.megatron.core.identity;

import java.text.Normalizer;

/**
 * What only its owner knows. It shows itself to nobody but {@link #reveal}. The same characters
 * typed on another keyboard are the same password (NFKC, as NIST SP 800-63B wants it).
 */
public final class Password {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 128;

    private final String text;

    private Password(String text) {
        this.text = text;
    }

    /**
     * One that somebody chooses.
     *
     * @throws IllegalArgumentException if it is too short, too long or has control characters, with
     *     words that complete "password ..."
     */
    public static Password chosen(String text) {
        Password tried = tried(text);
        if (tried.length() < SHORTEST) {
            throw new IllegalArgumentException("has fewer than " + SHORTEST + " characters");
        }
        if (tried.text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("contains control characters");
        }
        return tried;
    }

    /**
     * One that is to be compared.
     *
     * @throws IllegalArgumentException if it is missing, or longer than any may be
     */
    public static Password tried(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is required");
        }
        if (text.length() > 2 * LONGEST) {
            throw tooLong();
        }
        Password password = new Password(Normalizer.normalize(text, Normalizer.Form.NFKC));
        if (password.length() > LONGEST) {
            throw tooLong();
        }
        return password;
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("has more than " + LONGEST + " characters");
    }

    private int length() {
        return text.codePointCount(0, text.length());
    }

    /** For the algorithm that hashes it, and nowhere else. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
