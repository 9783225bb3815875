package io.megatron.mapper.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where the book stands.
 *
 * @param lastTime the book's time, which never goes back
 * @param lastBatch the number of the last batch that wrote anything
 * @param feeBps the platform's fee in force at the last time, in basis points
 * @param clockOffsetMicros how far business time is ahead of real time; read with the rest, and
 *     moved by a command of its own
 * @param setFeeBps the platform's fee from {@code setFeeAt} on; read with the rest, and set by a
 *     command of its own
 */
public record BookState(
        Instant lastTime,
        long lastBatch,
        long lastTransferSeq,
        long lastAccountId,
        long lastEventId,
        int feeBps,
        long clockOffsetMicros,
        int setFeeBps,
        Instant setFeeAt) {

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
                lastTransferSeq,
                lastAccountId,
                lastEventId,
                feeBpsAt(time),
                clockOffsetMicros,
                setFeeBps,
                setFeeAt);
    }
}
