package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;
import java.time.Instant;

/** Fees that were claimed. */
public record FeeClaim(Usdc paid, Usdc cashAfter, long transferSeq, Instant bookedAt) {}
