package io.megatron.core.custody.chain;

import io.megatron.mapper.custody.EvmAddress;
import java.net.URI;
import java.util.List;

/**
 * Where the chain is, and which token on it custody is about.
 *
 * @param nodes the one that is asked first, then others that its word is compared with
 */
public record ChainAddress(List<URI> nodes, EvmAddress token) {
    public ChainAddress {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a chain without a node");
        }
    }

    /** Addresses may carry keys, so none is ever printed. */
    @Override
    public String toString() {
        return "ChainAddress[%d nodes, token %s]".formatted(nodes.size(), token);
    }
}
