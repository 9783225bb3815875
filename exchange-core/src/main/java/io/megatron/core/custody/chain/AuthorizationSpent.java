package io.megatron.core.custody.chain;

import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;

/**
 * An {@code AuthorizationUsed} or {@code AuthorizationCanceled} log of a token (EIP-3009), whoever
 * submitted the transaction.
 *
 * @param used whether it moved the money; a cancelled one never does
 */
public record AuthorizationSpent(
        EvmAddress authorizer,
        EvmHash nonce,
        boolean used,
        long blockNumber,
        EvmHash blockHash,
        EvmHash transaction,
        long logIndex) {

    public AuthorizationKey key() {
        return new AuthorizationKey(authorizer, nonce);
    }

    /** Whether it says the same of the same authorization, in the same block. */
    public boolean isSameAs(AuthorizationSpent other) {
        return key().equals(other.key())
                && used == other.used()
                && blockHash.equals(other.blockHash());
    }
}
