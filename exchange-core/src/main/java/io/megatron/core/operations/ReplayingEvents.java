package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.events.ReadingEvents;
import io.megatron.core.events.Relaying;
import io.megatron.core.operations.RecordingActions.Wish;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Has events relayed once more, for an operator and on record. */
@Component
public class ReplayingEvents {
    private final RecordingActions actions;
    private final Relaying relaying;
    private final ReadingEvents reading;

    ReplayingEvents(RecordingActions actions, Relaying relaying, ReadingEvents reading) {
        this.actions = actions;
        this.relaying = relaying;
        this.reading = reading;
    }

    /**
     * How many events there are after one, counted up to a limit per shard; those that are past
     * their retention are not among them.
     */
    public long count(long afterEventId) {
        return reading.countAfter(afterEventId);
    }

    /**
     * Has all events after one relayed again, as far as they are kept.
     *
     * @return how many those are, or {@link io.megatron.core.Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<Long> replay(Operator operator, long afterEventId) {
        long events = count(afterEventId);
        return actions.once(
                operator,
                new Wish(
                        "Replay", "events", Map.of("after_event_id", String.valueOf(afterEventId))),
                () -> {
                    relaying.rewindTo(afterEventId);
                    return Outcome.accepted(events);
                },
                () -> events);
    }
}
