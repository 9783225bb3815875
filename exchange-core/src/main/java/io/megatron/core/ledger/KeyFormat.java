package io.megatron.core.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the key of a row is written where a node tells the others which rows it changed.
 *
 * @param <K> the key
 */
public interface KeyFormat<K> {

    /** How many bytes a key takes. */
    int size(K key);

    void write(K key, ByteBuffer to);

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is of a kind that only other versions know
     */
    K read(ByteBuffer from);

    /** Of keys that are one id. */
    static <K> KeyFormat<K> ofId(Function<K, UUID> id, Function<UUID, K> key) {
        return new KeyFormat<>() {
            @Override
            public int size(K ignored) {
                return 2 * Long.BYTES;
            }

            @Override
            public void write(K written, ByteBuffer to) {
                writeId(id.apply(written), to);
            }

            @Override
            public K read(ByteBuffer from) {
                return key.apply(readId(from));
            }
        };
    }

    /** Of keys that are two ids. */
    static <K> KeyFormat<K> ofIds(
            Function<K, UUID> first, Function<K, UUID> second, BiFunction<UUID, UUID, K> key) {
        return new KeyFormat<>() {
            @Override
            public int size(K ignored) {
                return 4 * Long.BYTES;
            }

            @Override
            public void write(K written, ByteBuffer to) {
                writeId(first.apply(written), to);
                writeId(second.apply(written), to);
            }

            @Override
            public K read(ByteBuffer from) {
                UUID firstId = readId(from);
                return key.apply(firstId, readId(from));
            }
        };
    }

    /** Of keys that are an id of one of some kinds, which are told by the hashes of their names. */
    static <K, E extends Enum<E>> KeyFormat<K> ofKindAndId(
            Class<E> kinds, Function<K, E> kind, Function<K, UUID> id, BiFunction<E, UUID, K> key) {
        Map<Integer, E> byHash =
                Arrays.stream(kinds.getEnumConstants())
                        .collect(
                                Collectors.toMap(
                                        each -> each.name().hashCode(), Function.identity()));
        return new KeyFormat<>() {
            @Override
            public int size(K ignored) {
                return Integer.BYTES + 2 * Long.BYTES;
            }

            @Override
            public void write(K written, ByteBuffer to) {
                to.putInt(kind.apply(written).name().hashCode());
                writeId(id.apply(written), to);
            }

            @Override
            public K read(ByteBuffer from) {
                E ofKind = kind(byHash, from.getInt());
                return key.apply(ofKind, readId(from));
            }
        };
    }

    private static <E> E kind(Map<Integer, E> byHash, int hash) {
        E kind = byHash.get(hash);
        if (kind == null) {
            throw new IllegalArgumentException("an unknown kind");
        }
        return kind;
    }

    private static void writeId(UUID id, ByteBuffer to) {
        to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID readId(ByteBuffer from) {
        long mostSignificant = from.getLong();
        return new UUID(mostSignificant, from.getLong());
    }
}
