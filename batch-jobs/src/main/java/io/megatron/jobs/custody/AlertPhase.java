package io.megatron.jobs.custody;

import io.megatron.core.Outcome;
import io.megatron.core.custody.WatchingCustody;
import io.megatron.core.custody.WatchingCustody.Change;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Raises and clears what needs somebody's hand. */
final class AlertPhase implements Phase<Change> {
    private final WatchingCustody watching;
    private final Supplier<List<Change>> look;

    /**
     * @param look finds what has changed
     */
    AlertPhase(WatchingCustody watching, Supplier<List<Change>> look) {
        this.watching = watching;
        this.look = look;
    }

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public long count(Run run) {
        return 0;
    }

    /** All of them at once: there are a handful of kinds. */
    @Override
    public List<Change> due(Run run, Optional<Change> after, int limit) {
        return after.isPresent() ? List.of() : look.get();
    }

    @Override
    public String key(Change change) {
        return "alert=" + change.kind();
    }

    @Override
    public Outcome<Effect> work(Run run, Change change) {
        return run.preview()
                ? Outcome.accepted(new Effect(true, change.words()))
                : watching.set(change).map(changed -> new Effect(changed, change.words()));
    }
}
