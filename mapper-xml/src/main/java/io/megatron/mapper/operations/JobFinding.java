package io.megatron.mapper.operations;

import java.time.Instant;
import java.util.UUID;

/**
 * A row that breaks an invariant, as a run of the reconciliation found it.
 *
 * @param number counts the findings of the run
 * @param subject the row, in words: table and key
 */
public record JobFinding(
        UUID runId,
        int number,
        int invariant,
        String checkName,
        String subject,
        String expected,
        String actual,
        Instant foundAt) {}
