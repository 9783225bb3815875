package io.megatron.core.funding.internal;

import io.megatron.curve.money.Usdc;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A result as it is kept with its request: its figures in order, none of which has a space. */
final class Remembered {
    private final Iterator<String> figures;

    private Remembered(Iterator<String> figures) {
        this.figures = figures;
    }

    static String of(Object... figures) {
        return Stream.of(figures).map(Objects::toString).collect(Collectors.joining(" "));
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
