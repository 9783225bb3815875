package io.megatron.core.custody;

import io.megatron.mapper.custody.EvmAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.web3j.crypto.Hash;

/**
 * How addresses are written for people: hexadecimal digits whose upper and lower case is a checksum
 * (EIP-55).
 */
public final class Eip55 {
    private static final int DIGITS = 40;
    private static final String PREFIX = "0x";

    private Eip55() {}

    /**
     * With the prefix {@code 0x} and the checksum. web3j does the same in a class that sets up all
     * of Bouncy Castle first, and a start reads an address.
     */
    public static String format(EvmAddress address) {
        String digits = address.toString().substring(PREFIX.length());
        byte[] hash = Hash.sha3(digits.getBytes(StandardCharsets.US_ASCII));
        StringBuilder written = new StringBuilder(PREFIX);
        for (int i = 0; i < DIGITS; i++) {
            int four = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2];
            char digit = digits.charAt(i);
            written.append((four & 8) == 0 ? digit : Character.toUpperCase(digit));
        }
        return written.toString();
    }

    /**
     * Reads an address with its checksum, or without one all in lower case.
     *
     * @throws IllegalArgumentException if it is no address or its checksum is wrong; the message
     *     says what to do
     */
    public static EvmAddress parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + DIGITS) {
            throw new IllegalArgumentException("must be 0x and forty hexadecimal digits");
        }
        EvmAddress address;
        try {
            address = EvmAddress.parse(text);
        } catch (IllegalArgumentException noDigits) {
            throw new IllegalArgumentException("must be 0x and forty hexadecimal digits", noDigits);
        }
        boolean withoutChecksum = text.equals(text.toLowerCase(Locale.ROOT));
        if (!withoutChecksum && !text.equals(format(address))) {
            throw new IllegalArgumentException(
                    "has a wrong checksum (EIP-55): a digit may be mistyped; copy it again");
        }
        return address;
    }
}
