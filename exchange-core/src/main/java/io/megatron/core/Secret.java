package io.megatron.core;

import java.util.regex.Pattern;

/** A key of a service, or a password. It shows itself to nobody but {@link #reveal}. */
public final class Secret {
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Never fails: a complaint about a setting would show it. */
    public static Secret of(String text) {
        return new Secret(text.strip());
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether it can stand in a header. */
    public boolean isUsable() {
        return PRINTABLE.matcher(text).matches();
    }

    /** For the header it is sent in, or the cipher it is a password of, and nowhere else. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return isEmpty() ? "not set" : "***";
    }
}
