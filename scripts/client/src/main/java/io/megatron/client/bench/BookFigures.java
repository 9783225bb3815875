package io.megatron.client.bench;

/**
 * What the book of a server has counted, since its start or between two looks at it.
 *
 * @param aborts write conflicts
 * @param batches tries to write one
 * @param commands in all batches
 * @param writeSeconds in all batches
 */
record BookFigures(double aborts, double batches, double commands, double writeSeconds) {
    static final BookFigures NONE = new BookFigures(0, 0, 0, 0);
    private static final double MILLIS = 1000.0;

    static BookFigures of(Metrics metrics) {
        return new BookFigures(
                metrics.required("megatron_book_aborts_total"),
                metrics.required("megatron_book_batch_size_count"),
                metrics.required("megatron_book_batch_size_sum"),
                metrics.required("megatron_book_write_seconds_sum"));
    }

    BookFigures plus(BookFigures other) {
        return new BookFigures(
                aborts + other.aborts,
                batches + other.batches,
                commands + other.commands,
                writeSeconds + other.writeSeconds);
    }

    BookFigures since(BookFigures before) {
        return new BookFigures(
                aborts - before.aborts,
                batches - before.batches,
                commands - before.commands,
                writeSeconds - before.writeSeconds);
    }

    double commandsPerBatch() {
        return commands / batches;
    }

    double writeMillisPerBatch() {
        return writeSeconds * MILLIS / batches;
    }
}
