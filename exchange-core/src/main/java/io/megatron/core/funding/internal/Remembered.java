package io.megatron.core.funding.internal;

import io.megatron.curve.money.Usdc;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A result as it is kept with its request: its figures in order, none of which has a space. */
final class Remembered {
    private final Iterator<String> figures;

    private Remembered(Iterator<String> figures) {
        this.figures = figures;
    }

    static String of(@Nullable Object... figures) {
        StringJoiner text = new StringJoiner(" ");
        for (Object figure : figures) {
            text.add(String.valueOf(figure));
        }
        return text.toString();
    }

    static Remembered read(String text) {
        return new Remembered(List.of(text.split(" ", -1)).iterator());
    }

    String text() {
        return figures.next();
    }

    Usdc usdc() {
        return Usdc.parse(text());
    }

    UUID uuid() {
        return UUID.fromString(text());
    }

    Instant instant() {
        return Instant.parse(text());
    }

    long number() {
        return Long.parseLong(text());
    }

    boolean yes() {
        return Boolean.parseBoolean(text());
    }
}
