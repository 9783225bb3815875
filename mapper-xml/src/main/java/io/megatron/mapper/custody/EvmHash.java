package io.megatron.mapper.custody;

import java.util.HexFormat;

/**
 * Thirty-two bytes of an EVM chain: the hash of a block or a transaction, a digest to be signed,
 * the nonce of an authorization. Stored as {@code bytea}.
 *
 * @param hex sixty-four hexadecimal digits in lower case, without a prefix
 */
public record EvmHash(String hex) {
    private static final int LENGTH = 32;

    /** Brings the digits to lower case. */
    public EvmHash {
        hex = FixedBytes.canonical(hex, LENGTH);
    }

    public static EvmHash of(byte[] value) {
        return new EvmHash(HexFormat.of().formatHex(value));
    }

    /**
     * Reads digits in whatever case, with the prefix {@code 0x} or without.
     *
     * @throws IllegalArgumentException if there are not sixty-four hexadecimal digits
     */
    public static EvmHash parse(String text) {
        return new EvmHash(FixedBytes.withoutPrefix(text));
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
