package io.megatron.server.calls;

import io.megatron.server.errors.InvalidField;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page tokens of one query: the key of the last row seen, bound to the query by a hash of its
 * filters, so that a token cannot be carried to another list. Rows written meanwhile neither shift
 * nor repeat a page. There is nothing secret in a token, and nothing to gain by forging one: the
 * filters are applied whatever it says.
 */
public final class PageTokens {
    private static final byte VERSION = 1;
    private static final int HASH_BYTES = 8;
    private static final int HEADER_BYTES = 1 + HASH_BYTES;
    private static final String FIELD = "page_token";

    private final byte[] queryHash;

    private PageTokens(byte[] queryHash) {
        this.queryHash = queryHash;
    }

    /**
     * The tokens of a query.
     *
     * @param query the method and every filter, apart from the page's size
     */
    public static PageTokens of(Object... query) {
        try {
            byte[] text = List.of(query).toString().getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return new PageTokens(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    String write(String key) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer token = ByteBuffer.allocate(HEADER_BYTES + keyBytes.length);
        token.put(VERSION).put(queryHash).put(keyBytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /**
     * The key that a token carries; empty for the first page.
     *
     * @param parse reads the key; it may throw an {@link IllegalArgumentException}
     */
    public <K> Optional<K> read(String token, Function<String, K> parse) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            requireOurs(bytes);
            return Optional.of(
                    parse.apply(
                            new String(
                                    bytes,
                                    HEADER_BYTES,
                                    bytes.length - HEADER_BYTES,
                                    StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException notOurs) {
            throw new InvalidField(FIELD, "was not given by this list with these filters");
        }
    }

    private void requireOurs(byte[] bytes) {
        boolean ours =
                bytes.length > HEADER_BYTES
                        && bytes[0] == VERSION
                        && Arrays.equals(bytes, 1, HEADER_BYTES, queryHash, 0, HASH_BYTES);
        if (!ours) {
            throw new IllegalArgumentException("another version or another query");
        }
    }
}
