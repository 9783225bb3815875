package io.megatron.core.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is good, and how much is tried.
 *
 * @param accessLifetime how long an access token is good
 * @param backendAccessLifetime how long a token is good that a backend was given for a user
 * @param sessionLifetime after which somebody has to sign in again, however often they refresh
 * @param codeLifetime how long a code that was sent by mail can come back
 * @param codesPerHour how many codes an address is sent in an hour at the most
 * @param freeAttempts how many wrong passwords in a row cost no waiting
 * @param longestWait how long the next attempt has to wait at the most
 * @param hashingThreads how many passwords are hashed at once
 * @param hashingQueue how many more wait for that, before the next is turned away
 */
@ConfigurationProperties("megatron.identity")
public record IdentitySettings(
        @DefaultValue("15m") Duration accessLifetime,
        @DefaultValue("5m") Duration backendAccessLifetime,
        @DefaultValue("30d") Duration sessionLifetime,
        @DefaultValue("24h") Duration codeLifetime,
        @DefaultValue("5") int codesPerHour,
        @DefaultValue("5") int freeAttempts,
        @DefaultValue("15m") Duration longestWait,
        @DefaultValue("1") int hashingThreads,
        @DefaultValue("16") int hashingQueue) {
    private static final Duration LONGEST_ACCESS = Duration.ofHours(1);

    public IdentitySettings {
        require(
                accessLifetime.isPositive() && accessLifetime.compareTo(LONGEST_ACCESS) <= 0,
                "access-lifetime is not between 0 and an hour");
        require(
                backendAccessLifetime.isPositive()
                        && backendAccessLifetime.compareTo(LONGEST_ACCESS) <= 0,
                "backend-access-lifetime is not between 0 and an hour");
        require(
                sessionLifetime.compareTo(accessLifetime) >= 0,
                "session-lifetime is shorter than access-lifetime");
        require(codeLifetime.isPositive(), "code-lifetime has to be above zero");
        require(codesPerHour >= 1, "codes-per-hour has to be above zero");
        require(freeAttempts >= 1, "free-attempts has to be above zero");
        require(longestWait.isPositive(), "longest-wait has to be above zero");
        require(hashingThreads >= 1, "hashing-threads has to be above zero");
        require(hashingQueue >= 1, "hashing-queue has to be above zero");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("megatron.identity." + otherwise);
        }
    }
}
