package io.megatron.mapper.custody;

import java.time.Instant;

/**
 * How far the chain has been read.
 *
 * @param scannedTo all blocks up to this one have been read, and are as deep as the policy wants
 * @param head the newest block that was seen
 * @param settledHead the newest block that was final, or the newest at all where finality is not
 *     asked for
 */
public record DepositScan(long scannedTo, long head, long settledHead, Instant scannedAt) {}
