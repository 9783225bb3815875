package io.megatron.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A source file, for the comments in it, which no descriptor and no class file keeps. */
record Sources(List<String> lines) {

    /** The project's folder, whichever module's tests are run. */
    static Path project() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("grpc-server"))
                ? here
                : here.resolveSibling("").normalize();
    }

    static Sources proto(String name) {
        try (InputStream file =
                Objects.requireNonNull(Sources.class.getResourceAsStream("/" + name), name)) {
            return new Sources(
                    new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Sources java(String module, Class<?> type) {
        Path file =
                project()
                        .resolve(module)
                        .resolve("src/main/java")
                        .resolve(type.getName().replace('.', '/') + ".java");
        try {
            return new Sources(Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The comment that stands just before the first line that begins so; empty if none does. */
    String commentBefore(String beginning) {
        int line = 0;
        while (!lines.get(line).strip().startsWith(beginning)) {
            line++;
        }
        Deque<String> comment = new ArrayDeque<>();
        for (int above = line - 1; above >= 0 && isComment(lines.get(above)); above--) {
            comment.addFirst(bare(lines.get(above)));
        }
        return comment.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static boolean isComment(String line) {
        String text = line.strip();
        return text.startsWith("//") || text.startsWith("/*") || text.startsWith("*");
    }

    private static String bare(String line) {
        return line.strip()
                .replaceFirst("^(//|/\\*\\*|\\*/|\\*)", "")
                .replaceFirst("\\*/$", "")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .strip();
    }
}
