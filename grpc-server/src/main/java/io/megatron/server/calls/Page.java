package io.megatron.server.calls;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param nextToken where the next page starts; empty on the last one
 */
public record Page<T>(List<T> items, String nextToken) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page from rows that were read with a limit of {@link #limit}: one more than the page
     * holds, to know whether there is another page without counting.
     *
     * @param size how many items the page holds at the most
     * @param key the place of a row in the list's order, from which the next page goes on
     */
    public static <T> Page<T> of(
            PageTokens tokens, int size, List<T> rows, Function<T, String> key) {
        if (rows.size() <= size) {
            return new Page<>(rows, "");
        }
        List<T> items = rows.subList(0, size);
        return new Page<>(items, tokens.write(key.apply(items.getLast())));
    }

    /** How many rows to read for a page of this size. */
    public static int limit(int size) {
        return size + 1;
    }
}
