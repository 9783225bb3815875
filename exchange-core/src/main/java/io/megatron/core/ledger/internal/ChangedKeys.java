package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Writes which rows a batch changed, for other nodes, and reads what they wrote: of which tables
 * this node tells at all, as one number, and then of each table with changes the length of its
 * name, its name, how many keys, the keys. A node of another version, which tells of other tables,
 * would not be missed by its keys, so it is not believed at all.
 */
@Component
final class ChangedKeys {
    /** Raised with any change of a {@link KeyFormat}. */
    private static final int FORMAT = 1;

    private final Map<String, BookTable<?, ?>> tables;
    private final int version;

    /**
     * Knows some tables.
     *
     * @throws IllegalStateException if one is remembered and nobody could be told of its keys
     */
    ChangedKeys(List<BookTable<?, ?>> tables) {
        tables.stream().filter(BookTable::isRemembered).forEach(ChangedKeys::requireFormat);
        this.tables =
                tables.stream()
                        .filter(BookTable::changesByKeyOnly)
                        .collect(Collectors.toUnmodifiableMap(ChangedKeys::name, table -> table));
        this.version = 31 * FORMAT + new TreeSet<>(this.tables.keySet()).toString().hashCode();
    }

    private static void requireFormat(BookTable<?, ?> table) {
        if (!table.changesByKeyOnly()) {
            throw new IllegalStateException(name(table) + " is remembered and has no key format");
        }
    }

    private static String name(BookTable<?, ?> table) {
        return table.getClass().getSimpleName();
    }

    byte[] write(Map<BookTable<?, ?>, Set<?>> changed) {
        ByteBuffer written =
                ByteBuffer.allocate(
                        Integer.BYTES
                                + changed.entrySet().stream()
                                        .mapToInt(each -> size(each.getKey(), each.getValue()))
                                        .sum());
        written.putInt(version);
        changed.forEach((table, keys) -> write(table, keys, written));
        return written.array();
    }

    private static int size(BookTable<?, ?> table, Set<?> keys) {
        return Byte.BYTES
                + nameBytes(table).length
                + Integer.BYTES
                + keys.size() * format(table).size();
    }

    private static <K> void write(BookTable<K, ?> table, Set<?> keys, ByteBuffer to) {
        KeyFormat<K> format = format(table);
        byte[] name = nameBytes(table);
        to.put((byte) name.length).put(name).putInt(keys.size());
        ChangedKeys.<K>of(keys).forEach(key -> format.write(key, to));
    }

    /**
     * What another node wrote; empty if it knows of tables, or of kinds, that this one does not.
     */
    Optional<Map<BookTable<?, ?>, Set<?>>> read(byte[] changed) {
        ByteBuffer from = ByteBuffer.wrap(changed);
        if (from.remaining() < Integer.BYTES || from.getInt() != version) {
            return Optional.empty();
        }
        Map<BookTable<?, ?>, Set<?>> read = new LinkedHashMap<>();
        try {
            while (from.hasRemaining()) {
                BookTable<?, ?> table = readTable(from);
                read.put(table, readKeys(table, from));
            }
        } catch (IllegalArgumentException ofUnknownKind) {
            return Optional.empty();
        }
        return Optional.of(read);
    }

    private BookTable<?, ?> readTable(ByteBuffer from) {
        byte[] name = new byte[from.get()];
        from.get(name);
        return Objects.requireNonNull(tables.get(new String(name, StandardCharsets.US_ASCII)));
    }

    private static <K> Set<K> readKeys(BookTable<K, ?> table, ByteBuffer from) {
        KeyFormat<K> format = format(table);
        int size = from.getInt();
        Set<K> keys = HashSet.newHashSet(size);
        for (int i = 0; i < size; i++) {
            keys.add(format.read(from));
        }
        return keys;
    }

    private static <K> KeyFormat<K> format(BookTable<K, ?> table) {
        return table.keyFormat()
                .orElseThrow(() -> new IllegalArgumentException(name(table) + " has no keys"));
    }

    private static byte[] nameBytes(BookTable<?, ?> table) {
        return name(table).getBytes(StandardCharsets.US_ASCII);
    }

    @SuppressWarnings("unchecked") // a table's keys are only ever filed under that table
    private static <K> Set<K> of(Set<?> keys) {
        return (Set<K>) keys;
    }
}
