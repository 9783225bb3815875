package io.megatron.server.operations;

import java.io.PrintStream;
import java.util.Locale;

/** How far long work is: one line that changes on a terminal, a line each tenth elsewhere. */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final int TENTHS = 10;
    private static final long CHANGE_NANOS = 100_000_000;
    private static final double SECOND = 1e9;

    private final PrintStream out;
    private final boolean changes;
    private String current = "";
    private long startNanos = System.nanoTime();
    private long reachedNanos = startNanos;
    private long shownNanos;
    private long tenth;

    ProgressBar(PrintStream out, boolean changes) {
        this.out = out;
        this.changes = changes;
    }

    static ProgressBar onErr() {
        return new ProgressBar(
                System.err, System.console() != null && System.console().isTerminal());
    }

    void reached(String what, long made, long of) {
        long now = System.nanoTime();
        if (!what.equals(current)) {
            endLine();
            current = what;
            startNanos = reachedNanos;
            shownNanos = 0;
            tenth = 0;
        }
        reachedNanos = now;
        boolean last = made == of;
        if (changes ? last || now - shownNanos > CHANGE_NANOS : made * TENTHS / of > tenth) {
            shownNanos = now;
            tenth = made * TENTHS / of;
            double seconds = Math.max(now - startNanos, 1) / SECOND;
            out.printf(
                    Locale.ROOT,
                    changes
                            ? "\r%s %-7s %,d of %,d, %,.0f a second  "
                            : "%s %-7s %,d of %,d, %,.0f a second%n",
                    bar(made, of),
                    what,
                    made,
                    of,
                    made / seconds);
            out.flush();
        }
    }

    private static String bar(long made, long of) {
        int full = (int) (made * WIDTH / of);
        return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "]";
    }

    private void endLine() {
        if (changes && !current.isEmpty()) {
            out.println();
        }
    }

    @Override
    public void close() {
        endLine();
    }
}
