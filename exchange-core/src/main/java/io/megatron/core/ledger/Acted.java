package io.megatron.core.ledger;

import io.megatron.mapper.audit.PendingAction;
import java.util.Optional;
import java.util.function.Function;

/** What became of something that may take two administrators. */
public sealed interface Acted<R> {

    /** It took effect. */
    record Done<R>(R result) implements Acted<R> {}

    /** Nothing has happened: it waits for another administrator. */
    record Waits<R>(PendingAction action) implements Acted<R> {}

    default Optional<R> done() {
        return this instanceof Done<R>(R result) ? Optional.of(result) : Optional.empty();
    }

    default Optional<PendingAction> waiting() {
        return this instanceof Waits<R>(PendingAction action)
                ? Optional.of(action)
                : Optional.empty();
    }

    default <T> Acted<T> map(Function<? super R, ? extends T> change) {
        return switch (this) {
            case Done<R>(R result) -> new Done<>(change.apply(result));
            case Waits<R>(PendingAction action) -> new Waits<>(action);
        };
    }
}
