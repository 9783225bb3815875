package io.megatron.mapper.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where the book stands.
 *
 * @param lastTime the book's time, which never goes back
 * @param lastBatch the number of the last batch that wrote anything
 * @param feeBps the platform's fee in force, in basis points
 * @param clockOffsetMicros how far business time is ahead of real time; read with the rest, and
 *     moved by a command of its own
 */
public record BookState(
        Instant lastTime,
        long lastBatch,
        long lastTransferSeq,
        long lastAccountId,
        long lastEventId,
        int feeBps,
        long clockOffsetMicros) {

    public Duration clockOffset() {
        return Duration.of(clockOffsetMicros, ChronoUnit.MICROS);
    }
}
