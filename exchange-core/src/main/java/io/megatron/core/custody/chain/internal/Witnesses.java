package io.megatron.core.custody.chain.internal;

import static io.megatron.core.custody.chain.internal.Answers.block;

import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.ProvidersDisagreeException;
import io.megatron.core.custody.chain.RangeRefusedException;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Further nodes of the same chain, which what the first one says is compared with before money
 * moves on its word. One that does not answer, or has not come so far, says nothing against it.
 *
 * @param first the node whose word it is
 * @param others those that are asked
 */
record Witnesses(RpcNode first, List<RpcNode> others) {

    /** Compares a block that is final for the first. */
    void compare(BlockHeader head) {
        for (RpcNode witness : others) {
            Optional<BlockHeader> seen =
                    asked(witness, node -> Answers.header(node, block(head.number())))
                            .flatMap(Function.identity());
            if (seen.isPresent() && !seen.get().hash().equals(head.hash())) {
                throw new ProvidersDisagreeException(
                        head.number(),
                        "block %d is final with hash %s for %s and %s for %s"
                                .formatted(
                                        head.number(),
                                        head.hash(),
                                        first,
                                        seen.get().hash(),
                                        witness));
            }
        }
    }

    /** Compares which of these authorizations the token counts as spent by this block. */
    void compare(
            EvmAddress token,
            Collection<AuthorizationKey> authorizations,
            BlockHeader block,
            Set<AuthorizationKey> spent) {
        for (RpcNode witness : others) {
            Optional<Set<AuthorizationKey>> seen =
                    asked(
                            witness,
                            node -> SpentAuthorizations.by(node, token, authorizations, block));
            if (seen.isPresent() && !seen.get().equals(spent)) {
                throw new ProvidersDisagreeException(
                        block.number(),
                        "by block %d, %d of %d authorizations are spent for %s and %d for %s"
                                .formatted(
                                        block.number(),
                                        spent.size(),
                                        authorizations.size(),
                                        first,
                                        seen.get().size(),
                                        witness));
            }
        }
    }

    /** Looks for the log that the first says to have found. */
    void compare(EvmAddress token, AuthorizationSpent spent) {
        long number = spent.blockNumber();
        for (RpcNode witness : others) {
            Optional<List<AuthorizationSpent>> seen =
                    asked(
                            witness,
                            node ->
                                    new TokenLogs(node, token, number, number)
                                            .authorizationsSpent(List.of(spent.authorizer())));
            if (seen.isPresent() && seen.get().stream().noneMatch(spent::isSameAs)) {
                throw new ProvidersDisagreeException(
                        number,
                        "authorization %s was %s in block %d for %s and not for %s"
                                .formatted(
                                        spent.nonce(),
                                        spent.used() ? "used" : "cancelled",
                                        number,
                                        first,
                                        witness));
            }
        }
    }

    private static <T> Optional<T> asked(RpcNode witness, Function<RpcNode, T> question) {
        try {
            return Optional.of(question.apply(witness));
        } catch (ChainUnavailableException | RangeRefusedException silent) {
            return Optional.empty();
        }
    }
}
