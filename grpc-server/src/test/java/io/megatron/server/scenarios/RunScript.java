package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How {@code scripts/run} starts a JVM, read from the script itself so that the two agree. */
record RunScript(List<String> flags, String mallocArenas) {
    private static final Pattern FLAGS = Pattern.compile("(?s)\\nflags=\\((.*?)\\n\\)");
    private static final Pattern ARENAS = Pattern.compile("MALLOC_ARENA_MAX:-(\\d+)");

    static RunScript read() {
        try {
            String script = Files.readString(project().resolve("scripts/run"));
            List<String> flags = List.of(only(FLAGS, script).strip().split("\\s+"));
            assertThat(flags).as("the flags in scripts/run").contains("-Xmx256m");
            return new RunScript(flags, only(ARENAS, script));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String only(Pattern pattern, String script) {
        Matcher found = pattern.matcher(script);
        assertThat(found.find()).as("%s in scripts/run", pattern).isTrue();
        return found.group(1);
    }

    /** The project's folder, whichever module's tests are run. */
    private static Path project() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("scripts/run")) ? here : here.resolveSibling("");
    }
}
