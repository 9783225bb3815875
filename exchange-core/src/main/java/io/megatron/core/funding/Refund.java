package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;
import java.time.Instant;

/** Principal that was given back because the funding failed. */
public record Refund(Usdc paid, Usdc cashAfter, long transferSeq, Instant bookedAt) {}
