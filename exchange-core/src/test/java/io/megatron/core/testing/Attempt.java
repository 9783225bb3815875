package io.megatron.core.testing;

import java.util.concurrent.Callable;

/**
 * How a call ended: it returned, or it threw.
 *
 * @param <T> what it returns
 */
public sealed interface Attempt<T> {

    /** The call returned. */
    record Returned<T>(T value) implements Attempt<T> {}

    /** The call threw. */
    record Threw<T>(Throwable cause) implements Attempt<T> {}

    static <T> Attempt<T> of(Callable<T> call) {
        try {
            return new Returned<>(call.call());
        } catch (Throwable e) {
            return new Threw<>(e);
        }
    }

    /** What the call returned; a failed test when it threw. */
    default T value() {
        return switch (this) {
            case Returned<T>(T value) -> value;
            case Threw<T>(Throwable cause) -> throw new AssertionError("a call failed", cause);
        };
    }

    /** What the call threw; a failed test when it returned. */
    default Throwable failure() {
        return switch (this) {
            case Returned<T>(T value) ->
                    throw new AssertionError("a call should have failed, but returned " + value);
            case Threw<T>(Throwable cause) -> cause;
        };
    }
}
