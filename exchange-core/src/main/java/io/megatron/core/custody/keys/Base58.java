package io.megatron.core.custody.keys;

import java.math.BigInteger;
import java.util.Arrays;

/** Bytes as digits of base 58, as Bitcoin writes them: leading zero bytes are leading ones. */
final class Base58 {
    private static final String DIGITS =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    private Base58() {}

    static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; ) {
            BigInteger[] divided = rest.divideAndRemainder(BASE);
            reversed.append(DIGITS.charAt(divided[1].intValue()));
            rest = divided[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            reversed.append(DIGITS.charAt(0));
        }
        return reversed.reverse().toString();
    }

    /**
     * The bytes again.
     *
     * @throws IllegalArgumentException if there is another character; the text is not repeated
     */
    static byte[] decode(String text) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("character %d is not base 58".formatted(i + 1));
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == DIGITS.charAt(0)) {
            zeros++;
        }
        byte[] magnitude = number.signum() == 0 ? new byte[0] : unsigned(number);
        byte[] bytes = new byte[zeros + magnitude.length];
        System.arraycopy(magnitude, 0, bytes, zeros, magnitude.length);
        return bytes;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] signed = number.toByteArray();
        return signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
    }
}
