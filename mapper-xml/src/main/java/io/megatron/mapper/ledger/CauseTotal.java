package io.megatron.mapper.ledger;

import io.megatron.curve.money.Usdc;

/** What one cause moved on an account within a period. */
public record CauseTotal(TransferCause cause, long entries, Usdc amount) {}
