package io.megatron.mapper.ledger;

import io.megatron.curve.money.Usdc;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry with the transfer that caused it, as its owner reads it. */
public record StatementLine(
        long seq,
        long transferSeq,
        TransferCause cause,
        UUID reference,
        @Nullable String reason,
        Usdc amount,
        Usdc balanceAfter,
        Instant bookedAt) {}
