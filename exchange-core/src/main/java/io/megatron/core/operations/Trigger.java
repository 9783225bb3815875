package io.megatron.core.operations;

import io.megatron.mapper.operations.JobTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the scheduler's trigger of a job does what the job's schedule says.
 *
 * @param nextFireAt empty where there is no trigger, or it will not fire again
 */
public record Trigger(State state, Optional<Instant> nextFireAt) {
    /** A scheduler that is up fires within seconds, or makes up for what it missed. */
    static final Duration OVERDUE_AFTER = Duration.ofMinutes(1);

    /** How a trigger is. */
    public enum State {
        /** There is none: the schedule is paused, or no job node has followed it yet. */
        ABSENT,
        /** It waits for its time. */
        NORMAL,
        /** Its time has passed, and nobody fired it. */
        OVERDUE,
        /** It was put aside. */
        BLOCKED,
        /** It could not be fired, and will not be again. */
        ERROR
    }

    static Trigger absent() {
        return new Trigger(State.ABSENT, Optional.empty());
    }

    static Trigger of(JobTrigger trigger, Instant now) {
        Optional<Instant> next = Optional.ofNullable(trigger.nextFireAt());
        return new Trigger(state(trigger, next, now), next);
    }

    private static State state(JobTrigger trigger, Optional<Instant> next, Instant now) {
        return switch (trigger.state()) {
            case "WAITING", "ACQUIRED", "EXECUTING" ->
                    next.filter(at -> at.isBefore(now.minus(OVERDUE_AFTER))).isPresent()
                            ? State.OVERDUE
                            : State.NORMAL;
            case "BLOCKED", "PAUSED", "PAUSED_BLOCKED" -> State.BLOCKED;
            default -> State.ERROR;
        };
    }
}
