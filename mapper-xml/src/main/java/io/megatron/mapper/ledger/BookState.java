package io.megatron.mapper.ledger;

import java.time.Instant;

/**
 * Where the book stands.
 *
 * @param lastTime the book's time, which never goes back
 * @param feeBps the platform's fee in force, in basis points
 */
public record BookState(
        Instant lastTime, long lastTransferSeq, long lastAccountId, long lastEventId, int feeBps) {}
