package io.megatron.server.calls;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.ledger.Deadline;
import io.megatron.server.errors.RefusalStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Turns what use cases return into what callers get. */
public final class Answering {
    private Answering() {}

    /** Makes an answer of an accepted result. */
    @FunctionalInterface
    public interface Conversion<R, A> {
        A convert(R result, boolean replayed);
    }

    /** Answers a call that writes. */
    public static <R, A> void answer(
            StreamObserver<A> observer, Outcome<R> outcome, Conversion<R, A> conversion) {
        switch (outcome) {
            case Outcome.Accepted<R>(R result, boolean replayed) ->
                    answer(observer, conversion.convert(result, replayed));
            case Outcome.Refused<R>(var refusal) ->
                    observer.onError(RefusalStatus.of(refusal).toException());
        }
    }

    /** Answers a call that reads. */
    public static <R, A> void answer(
            StreamObserver<A> observer, Outcome<R> outcome, Function<R, A> conversion) {
        answer(observer, outcome, (result, replayed) -> conversion.apply(result));
    }

    public static <A> void answer(StreamObserver<A> observer, A answer) {
        observer.onNext(answer);
        observer.onCompleted();
    }

    /** Goes on with an accepted result; a refusal stays what it is. */
    public static <R, S> Outcome<S> then(Outcome<R> outcome, Function<R, Outcome<S>> next) {
        return switch (outcome) {
            case Outcome.Accepted<R>(R result, boolean replayed) -> next.apply(result);
            case Outcome.Refused<R>(var refusal) -> Outcome.refused(refusal);
        };
    }

    /** The deadline of the call that this thread works on, which its cancellation ends early. */
    public static Deadline deadline() {
        Context call = Context.current();
        io.grpc.Deadline deadline = call.getDeadline();
        Deadline told =
                deadline == null
                        ? Deadline.none()
                        : Deadline.after(
                                Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
        return told.orWhen(call::isCancelled);
    }
}
