package io.megatron.mapper.types;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into one array per column, the form in which {@code unnest} writes any number of rows
 * with one statement and a handful of parameters (docs/decisions/0102-rows-out-of-arrays.md).
 */
public final class Columns<T> {
    private final Collection<T> rows;
    private final Map<String, Object> arrays = new HashMap<>();

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    public Columns<T> longs(String name, ToLongFunction<T> value) {
        long[] column = new long[rows.size()];
        int next = 0;
        for (T row : rows) {
            column[next++] = value.applyAsLong(row);
        }
        arrays.put(name, column);
        return this;
    }

    public Columns<T> ints(String name, ToIntFunction<T> value) {
        int[] column = new int[rows.size()];
        int next = 0;
        for (T row : rows) {
            column[next++] = value.applyAsInt(row);
        }
        arrays.put(name, column);
        return this;
    }

    /** Whole numbers, some of which may be missing. */
    public Columns<T> integers(String name, Function<T, @Nullable Integer> value) {
        return put(name, new Integer[rows.size()], value);
    }

    public Columns<T> uuids(String name, Function<T, UUID> value) {
        return put(name, new UUID[rows.size()], value);
    }

    public Columns<T> texts(String name, Function<T, @Nullable String> value) {
        return put(name, new String[rows.size()], value);
    }

    public Columns<T> booleans(String name, Predicate<T> value) {
        return put(name, new Boolean[rows.size()], value::test);
    }

    /** Bytes, some of which may be missing. */
    public Columns<T> bytes(String name, Function<T, byte @Nullable []> value) {
        return put(name, new byte[rows.size()][], value);
    }

    /** A value that all rows share. */
    public Columns<T> all(String name, Object value) {
        arrays.put(name, value);
        return this;
    }

    /** A loop, since a stream per column and batch was a tenth of what the book's thread did. */
    private <C extends @Nullable Object> Columns<T> put(
            String name, C[] column, Function<T, C> value) {
        int next = 0;
        for (T row : rows) {
            column[next++] = value.apply(row);
        }
        arrays.put(name, column);
        return this;
    }

    /** The arrays by column name, as a mapper takes them. */
    public Map<String, Object> arrays() {
        return arrays;
    }
}
