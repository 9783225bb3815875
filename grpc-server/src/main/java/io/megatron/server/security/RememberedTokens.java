package io.megatron.server.security;

import io.grpc.Metadata;

/** The tokens that were found good a while ago, and need no look at their signature. */
public interface RememberedTokens {

    /** Whether the call that these headers belong to carries one of them. */
    boolean containThatOf(Metadata headers);
}
