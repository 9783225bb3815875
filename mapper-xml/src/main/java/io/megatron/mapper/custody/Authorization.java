package io.megatron.mapper.custody;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AuthorizationId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed {@code transferWithAuthorization} (EIP-3009): whoever shows it to the token moves the
 * money, once. What is signed never changes.
 *
 * @param nonce by which the token refuses a second use
 * @param validBefore from this time of the chain on the token refuses it
 * @param signature r, s and v: 65 bytes in hexadecimal digits
 * @param signedBlock the newest block when it was signed: it is used in none before
 * @param usedBlockNumber the block in which it is used; null as long as it is not known to be
 */
public record Authorization(
        AuthorizationId id,
        Purpose purpose,
        EvmHash nonce,
        EvmAddress authorizer,
        EvmAddress recipient,
        Usdc amount,
        Instant validBefore,
        String signature,
        long signedBlock,
        AuthorizationStatus status,
        Instant signedAt,
        @Nullable Long usedBlockNumber,
        @Nullable EvmHash usedBlockHash,
        @Nullable EvmHash usedTransaction,
        @Nullable Instant closedAt) {

    /** What it moves money for. */
    public enum Purpose {
        WITHDRAWAL,
        SWEEP
    }

    /** The block and the transaction that used it. */
    public record Use(long blockNumber, EvmHash blockHash, EvmHash transaction) {}

    /** Where it is used, as far as is known. */
    public Optional<Use> use() {
        return usedBlockNumber == null || usedBlockHash == null || usedTransaction == null
                ? Optional.empty()
                : Optional.of(new Use(usedBlockNumber, usedBlockHash, usedTransaction));
    }

    public AuthorizationKey key() {
        return new AuthorizationKey(authorizer, nonce);
    }

    /** Moved on, or back where a block is gone; where it was used is forgotten then. */
    public Authorization moved(AuthorizationStatus to) {
        return with(to, null, null);
    }

    /** Used, in a block that is not final yet. */
    public Authorization mined(Use where) {
        return with(AuthorizationStatus.MINED, where, null);
    }

    /** Used in a final block. */
    public Authorization settled(Use where, Instant at) {
        return with(AuthorizationStatus.SETTLED, where, at);
    }

    /** Never used, and never going to be. */
    public Authorization voided(Instant at) {
        return with(AuthorizationStatus.VOID, null, at);
    }

    private Authorization with(
            AuthorizationStatus to, @Nullable Use where, @Nullable Instant closing) {
        return new Authorization(
                id,
                purpose,
                nonce,
                authorizer,
                recipient,
                amount,
                validBefore,
                signature,
                signedBlock,
                to,
                signedAt,
                where == null ? null : where.blockNumber(),
                where == null ? null : where.blockHash(),
                where == null ? null : where.transaction(),
                closing);
    }
}
