package io.megatron.server.security;

import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the public halves of the installation's own keys, beside the management endpoints, for
 * whoever checks its tokens themselves. There is nothing to show where tokens come from elsewhere.
 */
@RestController
@RunsAs(NodeRole.API)
class PublishingKeys {
    /** Another key has to be known for as long before it signs. */
    static final Duration KEPT_BY_READERS = Duration.ofMinutes(5);

    private final ObjectProvider<ReloadingKeys> keys;

    PublishingKeys(ObjectProvider<ReloadingKeys> keys) {
        this.keys = keys;
    }

    @GetMapping(path = "/.well-known/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> keys() {
        return Optional.ofNullable(keys.getIfAvailable())
                .map(
                        own ->
                                ResponseEntity.ok()
                                        .cacheControl(
                                                CacheControl.maxAge(KEPT_BY_READERS).cachePublic())
                                        .body(own.current().published()))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
