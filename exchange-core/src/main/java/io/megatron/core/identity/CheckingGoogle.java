package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;

/** How it is checked what Google says of somebody. */
public interface CheckingGoogle {

    /**
     * Somebody whom Google has authenticated.
     *
     * @param subject what Google calls the account, whatever its address is
     * @param address one that Google says is theirs
     */
    record Person(String subject, EmailAddress address) {}

    /**
     * Checks that an ID token is Google's, for us, and not over.
     *
     * @return whom it is about, or {@link Rejection#GOOGLE_REFUSED}
     * @throws KeysUnavailableException if Google's keys cannot be had
     */
    Outcome<Person> check(String idToken);
}
