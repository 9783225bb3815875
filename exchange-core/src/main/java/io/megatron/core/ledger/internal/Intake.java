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
    private final IntFunction<List<Submission<?>>> later;

    Intake(List<Submission<?>> taken, IntFunction<List<Submission<?>>> later) {
        this.taken = new ArrayList<>(taken);
        this.later = later;
    }

    /** Nothing is added to these. */
    static Intake of(List<Submission<?>> taken) {
        return new Intake(taken, ignored -> List.of());
    }

    /** What has come meanwhile; nothing once the batch has to be written. */
    List<Submission<?>> more() {
        List<Submission<?>> more = later.apply(taken.size());
        taken.addAll(more);
        return more;
    }

    /** All of them so far. */
    List<Submission<?>> taken() {
        return List.copyOf(taken);
    }
}
