package io.megatron.mapper.ledger;

import java.time.Instant;

/**
 * The platform's fee from a moment on.
 *
 * @param bps in basis points
 * @param effectiveAt in book time; whoever trades at it pays it already
 */
public record PlatformFee(int bps, Instant effectiveAt) {}
