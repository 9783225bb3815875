package io.megatron.mapper.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of something that is not to be kept itself, and has to be found again. Stored as
 * {@code bytea}.
 *
 * @param hex sixty-four hexadecimal digits in lower case
 */
public record Digest(String hex) {

    public static Digest of(byte[] value) {
        return new Digest(HexFormat.of().formatHex(value));
    }

    /** The digest of a text in UTF-8. */
    public static Digest ofText(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return of(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
