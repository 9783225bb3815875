package io.megatron.jobs.frame;

import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Submitting;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * What a phase knows of the run it works for.
 *
 * @param attempt counts the times that a node has begun this run
 * @param businessDate the day it is for, in UTC
 * @param preview whether nothing may change
 * @param scheduled whether its schedule asked for it, and not an operator
 * @param stopAsked whether it is to stop: it does so by itself after what is handed on at once, and
 *     who waits for something does not wait any longer
 */
public record Run(
        UUID id,
        int attempt,
        LocalDate businessDate,
        boolean preview,
        boolean scheduled,
        BooleanSupplier stopAsked) {

    /** How its commands are meant. */
    public Submitting submitting() {
        return Submitting.of(preview);
    }

    /** An id for a piece of this attempt's work: the same piece again is a replay. */
    public UUID piece(String name) {
        return Call.named(id + " " + attempt + " " + name);
    }
}
