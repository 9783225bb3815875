package io.megatron.core;

import java.util.function.Function;

/**
 * The answer of a use case: accepted with a result, or refused with a reason. Exceptions are left
 * for bugs and outages.
 */
public sealed interface Outcome<R> {

    /**
     * The call took effect and is durable.
     *
     * @param replayed whether the effect is an earlier call's with the same request id
     */
    record Accepted<R>(R result, boolean replayed) implements Outcome<R> {}

    /** The call was refused and nothing was written. */
    record Refused<R>(Refusal refusal) implements Outcome<R> {}

    static <R> Outcome<R> accepted(R result) {
        return new Accepted<>(result, false);
    }

    static <R> Outcome<R> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    static <R> Outcome<R> refused(Rejection code, String message) {
        return new Refused<>(Refusal.of(code, message));
    }

    default <T> Outcome<T> map(Function<? super R, ? extends T> change) {
        return switch (this) {
            case Accepted<R>(R result, boolean replayed) ->
                    new Accepted<>(change.apply(result), replayed);
            case Refused<R>(Refusal refusal) -> new Refused<>(refusal);
        };
    }

    /** What comes of the next step, where this one was accepted; the first refusal otherwise. */
    default <T> Outcome<T> then(Function<? super R, Outcome<T>> next) {
        return switch (this) {
            case Accepted<R>(R result, boolean _) -> next.apply(result);
            case Refused<R>(Refusal refusal) -> refused(refusal);
        };
    }
}
