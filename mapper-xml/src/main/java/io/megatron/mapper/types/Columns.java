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
 * with one statement and a handful of parameters.
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
        arrays.put(name, rows.stream().mapToLong(value).toArray());
        return this;
    }

    public Columns<T> ints(String name, ToIntFunction<T> value) {
        arrays.put(name, rows.stream().mapToInt(value).toArray());
        return this;
    }

    /** Whole numbers, some of which may be missing. */
    public Columns<T> integers(String name, Function<T, @Nullable Integer> value) {
        arrays.put(name, rows.stream().map(value).toArray(Integer[]::new));
        return this;
    }

    public Columns<T> uuids(String name, Function<T, UUID> value) {
        arrays.put(name, rows.stream().map(value).toArray(UUID[]::new));
        return this;
    }

    public Columns<T> texts(String name, Function<T, @Nullable String> value) {
        arrays.put(name, rows.stream().map(value).toArray(String[]::new));
        return this;
    }

    public Columns<T> booleans(String name, Predicate<T> value) {
        arrays.put(name, rows.stream().map(value::test).toArray(Boolean[]::new));
        return this;
    }

    /** Bytes, some of which may be missing. */
    public Columns<T> bytes(String name, Function<T, byte @Nullable []> value) {
        arrays.put(name, rows.stream().map(value).toArray(byte[][]::new));
        return this;
    }

    /** A value that all rows share. */
    public Columns<T> all(String name, Object value) {
        arrays.put(name, value);
        return this;
    }

    /** The arrays by column name, as a mapper takes them. */
    public Map<String, Object> arrays() {
        return arrays;
    }
}
