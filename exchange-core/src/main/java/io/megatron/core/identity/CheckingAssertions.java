package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.mapper.ids.BackendId;
import java.util.Optional;
import java.util.function.Function;

/** How what a backend says of itself is checked: a JWT that it signed (RFC 7523). */
public interface CheckingAssertions {

    /**
     * What was found good.
     *
     * @param id the backend's own name for it, by which it is known again
     */
    record Assertion(BackendId backend, String id) {}

    /**
     * Checks that it was signed by the backend it names, for us, moments ago.
     *
     * @param publicKeys the key of a backend as PEM; empty for one that may not ask
     * @return what it says, or {@link Rejection#ASSERTION_REFUSED}
     */
    Outcome<Assertion> check(String assertion, Function<BackendId, Optional<String>> publicKeys);
}
