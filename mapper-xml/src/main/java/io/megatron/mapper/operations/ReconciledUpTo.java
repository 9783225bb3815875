package io.megatron.mapper.operations;

import java.time.Instant;

/**
 * A point in the order of the book: what is younger has a higher number and no earlier time.
 *
 * @param transferSeq the last transfer up to there
 * @param eventId the last event up to there
 * @param bookTime the book's time there
 */
public record ReconciledUpTo(long transferSeq, long eventId, Instant bookTime) {
    /** Before everything. */
    public static final ReconciledUpTo NOTHING = new ReconciledUpTo(0, 0, Instant.EPOCH);

    /** After everything. */
    public static final ReconciledUpTo EVERYTHING =
            new ReconciledUpTo(
                    Long.MAX_VALUE, Long.MAX_VALUE, Instant.parse("9999-12-31T23:59:59Z"));
}
