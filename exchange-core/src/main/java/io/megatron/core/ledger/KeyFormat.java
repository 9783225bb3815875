package io.megatron.core.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the key of a row is written where a node tells the others which rows it changed.
 *
 * @param <K> the key
 * @param size how many bytes every key takes
 * @param writing puts a key
 * @param reading takes a key; throws IllegalArgumentException if it is of a kind that only other
 *     versions know
 */
public record KeyFormat<K>(
        int size, BiConsumer<K, ByteBuffer> writing, Function<ByteBuffer, K> reading) {
    private static final int ID_BYTES = 2 * Long.BYTES;

    public void write(K key, ByteBuffer to) {
        writing.accept(key, to);
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is of a kind that only other versions know
     */
    public K read(ByteBuffer from) {
        return reading.apply(from);
    }

    /** Of keys that are one id. */
    public static <K> KeyFormat<K> ofId(Function<K, UUID> id, Function<UUID, K> key) {
        return new KeyFormat<>(
                ID_BYTES,
                (written, to) -> writeId(id.apply(written), to),
                from -> key.apply(readId(from)));
    }

    /** Of keys that are two ids. */
    public static <K> KeyFormat<K> ofIds(
            Function<K, UUID> first, Function<K, UUID> second, BiFunction<UUID, UUID, K> key) {
        return new KeyFormat<>(
                2 * ID_BYTES,
                (written, to) -> {
                    writeId(first.apply(written), to);
                    writeId(second.apply(written), to);
                },
                from -> {
                    UUID firstId = readId(from);
                    return key.apply(firstId, readId(from));
                });
    }

    /** Of keys that are an id of one of some kinds, which are told by the hashes of their names. */
    public static <K, E extends Enum<E>> KeyFormat<K> ofKindAndId(
            Class<E> kinds, Function<K, E> kind, Function<K, UUID> id, BiFunction<E, UUID, K> key) {
        Map<Integer, E> byHash =
                Arrays.stream(kinds.getEnumConstants())
                        .collect(
                                Collectors.toMap(
                                        each -> each.name().hashCode(), Function.identity()));
        return new KeyFormat<>(
                Integer.BYTES + ID_BYTES,
                (written, to) -> {
                    to.putInt(kind.apply(written).name().hashCode());
                    writeId(id.apply(written), to);
                },
                from -> {
                    E ofKind = known(byHash, from.getInt());
                    return key.apply(ofKind, readId(from));
                });
    }

    private static <E> E known(Map<Integer, E> byHash, int hash) {
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
