package io.megatron.mapper.custody;

import java.util.HexFormat;

/**
 * An account or a contract on an EVM chain: twenty bytes, compared as such. Stored as {@code
 * bytea}; the mixed case of EIP-55 is only a way of writing it and not kept here.
 *
 * @param hex forty hexadecimal digits in lower case, without a prefix
 */
public record EvmAddress(String hex) {
    private static final int LENGTH = 20;

    /** The address that nobody has the key of. */
    public static final EvmAddress ZERO = of(new byte[LENGTH]);

    /** Brings the digits to lower case. */
    public EvmAddress {
        hex = FixedBytes.canonical(hex, LENGTH);
    }

    public static EvmAddress of(byte[] value) {
        return new EvmAddress(HexFormat.of().formatHex(value));
    }

    /**
     * Reads digits in whatever case, with the prefix {@code 0x} or without.
     *
     * @throws IllegalArgumentException if there are not forty hexadecimal digits
     */
    public static EvmAddress parse(String text) {
        return new EvmAddress(FixedBytes.withoutPrefix(text));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** With the prefix {@code 0x}, in lower case. */
    @Override
    public String toString() {
        return "0x" + hex;
    }
}
