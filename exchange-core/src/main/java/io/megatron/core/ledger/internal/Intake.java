package io.megatron.core.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The commands of a batch: those it begins with, and those that come while the batch before it is
 * still being written, or while the callers of that one come back.
 */
final class Intake {
    private final List<Submission<?>> taken;
    private final IntFunction<List<Submission<?>>> coming;
    private final IntFunction<List<Submission<?>>> waiting;

    /**
     * Begins with some commands.
     *
     * @param coming takes what comes while it can still be waited for, beside so many
     * @param waiting takes what is there, beside so many
     */
    Intake(
            List<Submission<?>> taken,
            IntFunction<List<Submission<?>>> coming,
            IntFunction<List<Submission<?>>> waiting) {
        this.taken = new ArrayList<>(taken);
        this.coming = coming;
        this.waiting = waiting;
    }

    /** Nothing is added to these. */
    static Intake of(List<Submission<?>> taken) {
        return new Intake(taken, ignored -> List.of(), ignored -> List.of());
    }

    /** What has come meanwhile; nothing once the batch has to be written. */
    List<Submission<?>> more() {
        return taking(coming);
    }

    /** What has come until now, without waiting for more. */
    List<Submission<?>> rest() {
        return taking(waiting);
    }

    private List<Submission<?>> taking(IntFunction<List<Submission<?>>> source) {
        List<Submission<?>> more = source.apply(taken.size());
        taken.addAll(more);
        return more;
    }

    /** All of them so far. */
    List<Submission<?>> taken() {
        return List.copyOf(taken);
    }
}
