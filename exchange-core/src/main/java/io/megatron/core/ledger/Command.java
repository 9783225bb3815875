package io.megatron.core.ledger;

import io.megatron.core.Outcome;
import java.util.Optional;

/**
 * One write to the book, as work on a snapshot: it says which rows it needs, and decides over them.
 *
 * <p>A command may be decided more than once, when its batch is repeated, so it holds no state of
 * its own and touches nothing but the draft.
 *
 * @param <R> what an accepted command answers
 */
public interface Command<R> {

    /** Who asked for what, under which request id. */
    Call call();

    /** Somebody else's call that this one decides about; the audit shows both. */
    default Optional<Call> decidesAbout() {
        return Optional.empty();
    }

    /** Names the rows that {@link #decide} will look at or write. */
    void declare(Keys keys);

    /**
     * Decides over the draft. A refusal must be returned before the first write; the book drops the
     * draft of a refused or failed command, so nobody else sees a trace of it.
     */
    Outcome<R> decide(Draft draft);

    /** What has to be kept with the request so that {@link #recall} can answer again. */
    String remember(R result);

    /** The first answer again. Runs on the caller's thread after the commit, and may read. */
    R recall(String remembered);
}
