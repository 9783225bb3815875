package io.megatron.jobs.frame;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A phase of a job: finds what is due, and does each of it by a command of its own that takes
 * effect once, whoever sends it again. What has been done is no longer due, so a phase may begin
 * anew anywhere, and two of them at once do no harm.
 *
 * @param <T> an item
 */
public interface Phase<T> {

    String name();

    /** How many items are due, for operators to see how far it is. */
    long count(Run run);

    /** Items that are due, in the order of their keys, after one of them. */
    List<T> due(Run run, Optional<T> after, int limit);

    /** Names an item for operators: {@code asset_id=… user_id=…}. */
    String key(T item);

    /** Does one item, or, in a preview, finds out what would become of it. */
    Outcome<Effect> work(Run run, T item);

    /**
     * What doing an item changed.
     *
     * @param words for operators to read in a preview
     */
    record Effect(boolean changed, String words) {}

    /**
     * How many items are handed on at once; then the run says how far it is, and stops if asked.
     *
     * @param usual what the node is set to
     */
    default int atOnce(int usual) {
        return usual;
    }

    /**
     * Whether those that are handed on at once are done one after the other, in their order; if
     * not, all of them are done at the same time.
     */
    default boolean inOrder() {
        return false;
    }

    /** Refusals that say that somebody else was first, and all is well. */
    default Set<Rejection> doneBefore() {
        return Set.of();
    }
}
