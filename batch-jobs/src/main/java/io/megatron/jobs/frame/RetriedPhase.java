package io.megatron.jobs.frame;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A phase that hands on only the items that an earlier run skipped in it. Whether one of them is
 * still to be done is the phase's own word: what is no longer due does not come.
 */
final class RetriedPhase<T> implements Phase<T> {
    private final Phase<T> phase;
    private final Set<String> wanted;

    RetriedPhase(Phase<T> phase, Set<String> skipped) {
        this.phase = phase;
        wanted = new HashSet<>(skipped);
    }

    @Override
    public String name() {
        return phase.name();
    }

    @Override
    public long count(Run run) {
        return wanted.isEmpty() ? 0 : Math.min(wanted.size(), phase.count(run));
    }

    /** Ends with the last of the wanted, so that a short list does not read all that is due. */
    @Override
    public List<T> due(Run run, Optional<T> after, int limit) {
        Optional<T> last = after;
        while (!wanted.isEmpty()) {
            List<T> page = phase.due(run, last, limit);
            if (page.isEmpty()) {
                break;
            }
            List<T> found = page.stream().filter(item -> wanted.remove(phase.key(item))).toList();
            if (!found.isEmpty()) {
                return found;
            }
            last = Optional.of(page.getLast());
        }
        return List.of();
    }

    @Override
    public String key(T item) {
        return phase.key(item);
    }

    @Override
    public Outcome<Effect> work(Run run, T item) {
        return phase.work(run, item);
    }

    @Override
    public boolean inOrder() {
        return phase.inOrder();
    }

    @Override
    public int atOnce(int usual) {
        return phase.atOnce(usual);
    }

    @Override
    public Set<Rejection> doneBefore() {
        return phase.doneBefore();
    }
}
