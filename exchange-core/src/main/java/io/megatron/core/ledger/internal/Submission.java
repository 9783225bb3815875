package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.ReadDeadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A command on its way through the book, and the caller who waits for it. */
final class Submission<R> {
    private final Command<R> command;
    private final Deadline deadline;
    private final long submittedAtNanos = System.nanoTime();
    private final CompletableFuture<Answer<R>> answer = new CompletableFuture<>();

    Submission(Command<R> command, Deadline deadline) {
        this.command = command;
        this.deadline = deadline;
    }

    Command<R> command() {
        return command;
    }

    boolean deadlinePassed() {
        return deadline.hasPassed();
    }

    boolean cameBefore(long nanos) {
        return submittedAtNanos - nanos < 0;
    }

    long waitedNanos() {
        return System.nanoTime() - submittedAtNanos;
    }

    void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    @SuppressWarnings("unchecked") // a decision's answer is its own submission's
    void answer(Answer<?> decided) {
        answer.complete((Answer<R>) decided);
    }

    /** Waits on the caller's thread; a replay is recalled there, off the book's thread. */
    Outcome<R> await() {
        return switch (answerOrThrow()) {
            case Answer.Decided<R>(Outcome<R> outcome) -> outcome;
            case Answer.Replay<R>(String remembered) -> replayed(remembered);
            case Answer.Failed<R>(RuntimeException cause) -> throw cause;
        };
    }

    /** For a caller who does not wait; a replay is recalled on a thread of its own. */
    CompletionStage<Outcome<R>> outcome() {
        return answer.thenCompose(
                told ->
                        switch (told) {
                            case Answer.Decided<R>(Outcome<R> outcome) ->
                                    CompletableFuture.completedStage(outcome);
                            case Answer.Replay<R>(String remembered) ->
                                    CompletableFuture.supplyAsync(
                                            () -> replayed(remembered), this::recallBeside);
                            case Answer.Failed<R>(RuntimeException cause) ->
                                    CompletableFuture.failedStage(cause);
                        });
    }

    private Outcome<R> replayed(String remembered) {
        return new Outcome.Accepted<>(command.recall(remembered), true);
    }

    private void recallBeside(Runnable recalling) {
        Thread.startVirtualThread(() -> ReadDeadline.during(deadline, recalling));
    }

    private Answer<R> answerOrThrow() {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while the book was writing; the request id will tell", e);
        }
    }
}
