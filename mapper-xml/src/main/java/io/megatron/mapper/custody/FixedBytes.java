package io.megatron.mapper.custody;

import java.util.HexFormat;
import java.util.Locale;

/** Hexadecimal text of a given number of bytes. */
final class FixedBytes {
    private FixedBytes() {}

    /**
     * The digits in lower case.
     *
     * @throws IllegalArgumentException if they are not exactly so many bytes
     */
    static String canonical(String hex, int length) {
        if (hex.length() != 2 * length || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException(
                    "'%s' is not %d hexadecimal digits".formatted(hex, 2 * length));
        }
        return hex.toLowerCase(Locale.ROOT);
    }

    static String withoutPrefix(String text) {
        return text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    }
}
