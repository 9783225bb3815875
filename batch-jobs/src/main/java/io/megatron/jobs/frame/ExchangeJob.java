package io.megatron.jobs.frame;

import java.util.List;

/** A job: what it is called, when it runs unless an operator says otherwise, and its phases. */
public interface ExchangeJob {

    /** Lower case with hyphens; the same in schedules, runs, metrics and docs. */
    String name();

    /** One sentence for operators. */
    String description();

    /** Six cron fields in UTC, for a new installation. */
    String schedule();

    /**
     * Whether its work belongs to the day of its run. Without, it works on what is due whenever it
     * runs: another day's run would do the same, and one run catches up with all that was missed.
     */
    default boolean hasBusinessDate() {
        return false;
    }

    /** What it does, one after another; asked for anew by each attempt of a run. */
    List<Phase<?>> phases();
}
