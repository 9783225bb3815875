package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Writes which rows a batch changed, for other nodes, and reads what they wrote. Of each table with
 * a {@link KeyFormat}: the length of its name, its name, how many keys, the keys.
 */
@Component
final class ChangedKeys {
    private final Map<String, BookTable<?, ?>> tables;

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
                        changed.entrySet().stream()
                                .mapToInt(each -> size(each.getKey(), each.getValue()))
                                .sum());
        changed.forEach((table, keys) -> write(table, keys, written));
        return written.array();
    }

    private static <K> int size(BookTable<K, ?> table, Set<?> keys) {
        KeyFormat<K> format = format(table);
        return Byte.BYTES
                + nameBytes(table).length
                + Integer.BYTES
                + ChangedKeys.<K>of(keys).stream().mapToInt(format::size).sum();
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
        Map<BookTable<?, ?>, Set<?>> read = new LinkedHashMap<>();
        try {
            while (from.hasRemaining()) {
                byte[] name = new byte[from.get()];
                from.get(name);
                BookTable<?, ?> table = tables.get(new String(name, StandardCharsets.US_ASCII));
                if (table == null) {
                    return Optional.empty();
                }
                read.put(table, readKeys(table, from));
            }
        } catch (BufferUnderflowException | IllegalArgumentException ofAnotherVersion) {
            return Optional.empty();
        }
        return Optional.of(read);
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
