package io.megatron.core.identity.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import java.time.Duration;
import java.util.Map;

/** What several calls about identity are refused for. */
public final class Refusals {
    private Refusals() {}

    /**
     * What time alone heals.
     *
     * @param wait rounded up to seconds
     */
    public static <T> Outcome<T> tooMany(Duration wait) {
        Duration seconds = Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
        return Outcome.refused(
                new Refusal(
                        Rejection.TOO_MANY_ATTEMPTS,
                        "There were many attempts for this address: wait %d seconds."
                                .formatted(seconds.toSeconds()),
                        Map.of(Refusal.RETRY_AFTER, seconds.toString())));
    }

    /** What this installation does not do. */
    public static <T> Outcome<T> off() {
        return Outcome.refused(
                Rejection.IDENTITY_OFF,
                "This installation has no key to sign tokens with, or no way to send mail: its"
                        + " tokens come from elsewhere.");
    }
}
