package io.megatron.core.events;

import java.util.Optional;

/**
 * Where Redis is. Nothing that counts is kept there, so an exchange may do without.
 *
 * @param url {@code redis://host:port}, or {@code rediss://} with TLS
 */
public record RedisAddress(Optional<String> url) {

    /** URLs carry passwords, so none is ever printed. */
    @Override
    public String toString() {
        return "RedisAddress[" + (url.isPresent() ? "given" : "none") + "]";
    }
}
