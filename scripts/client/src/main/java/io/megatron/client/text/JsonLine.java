package io.megatron.client.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One object of JSON on one line, its names in the order in which they were put: text, whole
 * numbers, truth values, nothing, and objects of the same kind. Fractions are written with the
 * number of digits that the caller means.
 */
public final class JsonLine {
    private static final int FIRST_PRINTABLE = 0x20;

    private final Map<String, String> members = new LinkedHashMap<>();

    public JsonLine put(String name, String value) {
        return raw(name, quoted(value));
    }

    public JsonLine put(String name, @Nullable Long value) {
        return raw(name, String.valueOf(value));
    }

    public JsonLine put(String name, long value) {
        return raw(name, Long.toString(value));
    }

    public JsonLine put(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    public JsonLine put(String name, @Nullable Boolean value) {
        return raw(name, String.valueOf(value));
    }

    public JsonLine put(String name, JsonLine value) {
        return raw(name, value.toString());
    }

    /** JSON knows no infinity and no NaN: such a figure could not be measured and is null. */
    public JsonLine put(String name, double value, int digits) {
        return raw(name, Figures.isNumber(value) ? Figures.fixed(value, digits) : "null");
    }

    private JsonLine raw(String name, String json) {
        members.put(name, json);
        return this;
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> escaped((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(char c) {
        if (c == '"' || c == '\\') {
            return "\\" + c;
        }
        return c < FIRST_PRINTABLE ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
