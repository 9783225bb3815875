package io.megatron.mapper.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A movement of USDC whose entries sum to zero.
 *
 * @param seq its place in the book, without gaps
 * @param reference the business event, unique per cause
 * @param part counts the payments of one event that is paid in parts, from 1
 * @param initiator the user, administrator or job that caused it
 */
public record Transfer(
        long seq,
        TransferCause cause,
        UUID reference,
        int part,
        Instant bookedAt,
        UUID initiator,
        @Nullable String reason) {}
