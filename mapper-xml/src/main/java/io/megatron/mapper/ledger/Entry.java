package io.megatron.mapper.ledger;

import io.megatron.curve.money.Usdc;
import java.time.Instant;

/** One account's side of a transfer, and the account's balance after it. */
public record Entry(
        long accountId,
        long seq,
        long transferSeq,
        Usdc amount,
        Usdc balanceAfter,
        Instant bookedAt) {}
