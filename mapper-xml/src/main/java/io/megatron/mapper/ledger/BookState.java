package io.megatron.mapper.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Where the book stands.
 *
 * @param lastTime the book's time, which never goes back
 * @param lastBatch the number of the last batch that wrote anything
 * @param lastBatchId its id, which no other batch has
 * @param feeBps the platform's fee in force at the last time, in basis points
 * @param clockOffsetMicros how far business time is ahead of real time; read with the rest, and
 *     moved by a command of its own
 * @param setFeeBps the platform's fee from {@code setFeeAt} on; read with the rest, and set by a
 *     command of its own
 */
public record BookState(
        Instant lastTime,
        long lastBatch,
        UUID lastBatchId,
        long lastTransferSeq,
        long lastAccountId,
        long lastEventId,
        int feeBps,
        long clockOffsetMicros,
        int setFeeBps,
        Instant setFeeAt) {

    /** Whether nobody has written since. */
    public boolean isOf(BookState other) {
        return lastBatch == other.lastBatch && lastBatchId.equals(other.lastBatchId);
    }

    public Duration clockOffset() {
        return Duration.of(clockOffsetMicros, ChronoUnit.MICROS);
    }

    /** The platform's fee in force at a time that is not before the last one, in basis points. */
    public int feeBpsAt(Instant time) {
        return time.isBefore(setFeeAt) ? feeBps : setFeeBps;
    }

    /** The same with so many more numbers given. */
    public BookState numbering(int transfers, int accounts, int events) {
        return new BookState(
                lastTime,
                lastBatch,
                lastBatchId,
                lastTransferSeq + transfers,
                lastAccountId + accounts,
                lastEventId + events,
                feeBps,
                clockOffsetMicros,
                setFeeBps,
                setFeeAt);
    }

    /** Where the book stands after a batch of this time. */
    public BookState afterBatch(Instant time) {
        return new BookState(
                time,
                lastBatch + 1,
                UUID.randomUUID(),
                lastTransferSeq,
                lastAccountId,
                lastEventId,
                feeBpsAt(time),
                clockOffsetMicros,
                setFeeBps,
                setFeeAt);
    }
}
