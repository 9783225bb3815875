package io.megatron.server.runtime;

import java.nio.file.Path;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What this node is.
 *
 * @param roles what it does
 * @param dataFolder where the embedded servers and the development keys live
 */
@ConfigurationProperties("megatron.node")
public record NodeSettings(Set<NodeRole> roles, Path dataFolder) {
    public NodeSettings {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("MEGATRON_ROLES is empty; use api, jobs or both");
        }
        if (dataFolder == null) {
            // An empty text is bound as nothing at all.
            throw new IllegalArgumentException(
                    "MEGATRON_DATA is empty; name a folder, or unset it");
        }
        roles = Set.copyOf(roles);
    }
}
