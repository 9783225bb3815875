package io.megatron.client.text;

import java.util.Locale;

/** Measured figures in writing, the same in every country. */
public final class Figures {
    private Figures() {}

    public static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** A figure for people: a dash where it could not be measured. */
    public static String orDash(double value, int digits) {
        return isNumber(value) ? fixed(value, digits) : "-";
    }

    static boolean isNumber(double value) {
        return !Double.isNaN(value) && !Double.isInfinite(value);
    }
}
