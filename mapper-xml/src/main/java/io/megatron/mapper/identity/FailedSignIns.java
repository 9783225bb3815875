package io.megatron.mapper.identity;

import java.time.Instant;

/**
 * Wrong passwords in a row for an address, known or not.
 *
 * @param failures how many
 * @param lastAt when the last of them was tried
 */
public record FailedSignIns(Digest emailHash, int failures, Instant lastAt) {}
