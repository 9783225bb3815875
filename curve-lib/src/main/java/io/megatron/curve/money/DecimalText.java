package io.megatron.curve.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The one decimal notation there is on the wire: ASCII digits, optionally a point and further
 * digits. At most twelve digits stand before the point, as in every column, so that a text which
 * parses is always in range.
 */
final class DecimalText {
    private static final int MAX_INTEGER_DIGITS = 12;
    private static final long MICROS = 1_000_000;

    /** Longer than any amount; the scan of a hostile text ends here. */
    private static final int MAX_LENGTH = 64;

    private DecimalText() {}

    /** The digits of {@code text} as a whole number of units of {@code 10^-scale}. */
    static BigInteger parse(String text, int scale) {
        return new BigInteger(unscaledDigits(text, scale));
    }

    /** As {@link #parse}, for a scale of six, where eighteen digits always fit a long. */
    static long parseMicros(String text) {
        return Long.parseLong(unscaledDigits(text, 6));
    }

    /** Plain notation without trailing zeros and without an exponent. */
    static String format(BigInteger unscaled, int scale) {
        return new BigDecimal(unscaled, scale).stripTrailingZeros().toPlainString();
    }

    /** As {@link #format} with a scale of six, without a {@link BigDecimal} for each amount. */
    static String formatMicros(long micros) {
        long whole = micros / MICROS;
        long fraction = Math.abs(micros % MICROS);
        if (fraction == 0) {
            return Long.toString(whole);
        }
        StringBuilder text = new StringBuilder(MAX_INTEGER_DIGITS + 8);
        if (whole == 0 && micros < 0) {
            text.append('-');
        }
        text.append(whole).append('.');
        for (long unit = MICROS / 10; fraction > 0; unit /= 10) {
            text.append((char) ('0' + fraction / unit));
            fraction %= unit;
        }
        return text.toString();
    }

    private static String unscaledDigits(String text, int scale) {
        int point = pointOf(text);
        String integer = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        if (integer.isEmpty()) {
            throw new AmountFormatException("has no digit before the decimal point");
        }
        if (point >= 0 && fraction.isEmpty()) {
            throw new AmountFormatException("has no digit after the decimal point");
        }
        if (integer.length() > MAX_INTEGER_DIGITS) {
            throw new AmountFormatException("has more than twelve digits before the decimal point");
        }
        if (fraction.length() > scale) {
            throw new AmountFormatException(
                    "has more than " + inWords(scale) + " fractional digits");
        }
        return integer + fraction + "0".repeat(scale - fraction.length());
    }

    /** Where the only point is, or -1, once every character has been found to be allowed. */
    private static int pointOf(String text) {
        if (text.isEmpty()) {
            throw new AmountFormatException("is empty");
        }
        if (text.length() > MAX_LENGTH) {
            throw new AmountFormatException("is longer than any amount");
        }
        int point = -1;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '.' && point < 0) {
                point = i;
            } else if (character < '0' || character > '9') {
                throw new AmountFormatException(complaintAbout(character));
            }
        }
        return point;
    }

    private static String complaintAbout(char character) {
        return switch (character) {
            case '.' -> "has more than one decimal point";
            case '-', '+' -> "has a sign where none fits";
            case 'e', 'E' -> "has an exponent or is no number";
            case ' ', '\t', '\n', '\r' -> "has white space in it";
            default -> "has a character that is neither a digit nor the decimal point";
        };
    }

    private static String inWords(int scale) {
        return switch (scale) {
            case 6 -> "six";
            case 12 -> "twelve";
            default -> Integer.toString(scale);
        };
    }
}
