package io.megatron.core.ledger;

import io.megatron.core.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one book of the exchange. Commands of all callers are written in batches, one serializable
 * transaction at a time on whatever node (docs/architecture.md, "How a trade travels").
 */
public interface Book {

    /**
     * Writes a command and waits for its outcome. When it returns an accepted outcome, the effect
     * is durable.
     *
     * @throws BookException when the book could not take or answer the command
     */
    <R> Outcome<R> write(Command<R> command, Deadline deadline);

    /**
     * Writes a command while nobody waits for it: its stage completes with what {@link #write}
     * would return or throw. It does so on a thread that answers others as well, so whoever goes on
     * from there blocks nothing. Not for jobs, whose commands wait for people's.
     *
     * @throws BookException when the book could not take the command
     */
    <R> CompletionStage<Outcome<R>> submit(Command<R> command, Deadline deadline);

    /**
     * Writes commands, each after those before it, and waits for all their outcomes; others'
     * commands may come between them. Each stands for itself: one that is refused changes nothing
     * for the others. Not for jobs, whose commands wait for people's.
     *
     * @throws BookException when the book could not take or answer one of them; those before it may
     *     be written, and will tell under their request ids
     */
    <R> List<Outcome<R>> writeInOrder(List<? extends Command<R>> commands, Deadline deadline);

    /**
     * What {@link #write} would answer now, a replay or a reused request id included. It decides on
     * a snapshot and drops everything: nothing is written and nothing is remembered. Ids and ledger
     * numbers in the answer are not taken.
     */
    <R> Outcome<R> validate(Command<R> command);

    /**
     * Looks at the book as a command would, in one snapshot, and writes nothing.
     *
     * @param declare names the rows to load
     * @param view what to make of them; its draft is dropped
     */
    <T> T preview(Consumer<Keys> declare, Function<Draft, T> view);
}
