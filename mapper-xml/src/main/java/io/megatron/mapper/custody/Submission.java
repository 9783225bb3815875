package io.megatron.mapper.custody;

import io.megatron.mapper.ids.AuthorizationId;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A signed transaction that shows an authorization to the token. It is on record before anybody is
 * sent it, and the same bytes are sent again as often as needed.
 *
 * @param accountNonce the submitter's own, which orders its transactions
 * @param replacement which of those with the same nonce, from 0; each pays more for gas
 * @param raw the signed transaction in hexadecimal digits
 * @param gas units at the most
 * @param maxFee wei per gas at the most
 * @param priorityFee wei per gas for who builds the block
 */
public record Submission(
        EvmAddress submitter,
        long accountNonce,
        int replacement,
        AuthorizationId authorizationId,
        EvmHash hash,
        String raw,
        long gas,
        BigInteger maxFee,
        BigInteger priorityFee,
        Instant signedAt) {

    /** What the chain takes once of each submitter, and which of the tries it is. */
    public record Key(EvmAddress submitter, long accountNonce, int replacement) {}

    public Key key() {
        return new Key(submitter, accountNonce, replacement);
    }
}
