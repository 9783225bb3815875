package io.megatron.client.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The yardstick's two files, unchanged. They are written for psql and pgbench, whose variable
 * {@code :n} is the size of a batch.
 */
final class LimitScript {
    static final String SCHEMA = "limit-schema.sql";
    static final String BATCH = "limit-batch.sql";

    /** A colon before it would make it the end of a cast. */
    private static final Pattern SIZE = Pattern.compile("(?<!:):n\\b");

    /** Who writes is drawn from one more than so many. */
    private static final Pattern USERS =
            Pattern.compile("\\b" + (LimitTables.SCRIPTS_OWN_USERS - 1) + "\\b");

    private LimitScript() {}

    static List<String> schema() {
        return statements(text(SCHEMA));
    }

    static List<String> batch(int size) {
        return batch(size, LimitTables.SCRIPTS_OWN_USERS);
    }

    /** The same written by so many users, to fill tables with; it is never measured. */
    static List<String> batch(int size, int users) {
        String sized = SIZE.matcher(text(BATCH)).replaceAll(Integer.toString(size));
        return statements(USERS.matcher(sized).replaceAll(Integer.toString(users - 1)));
    }

    static String text(String file) {
        try (InputStream stream = LimitScript.class.getResourceAsStream(file)) {
            return new String(
                    Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** In these files every line but a comment is one statement. */
    private static List<String> statements(String sql) {
        return Arrays.stream(sql.split("\n"))
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .map(line -> line.substring(0, line.lastIndexOf(';')))
                .toList();
    }
}
