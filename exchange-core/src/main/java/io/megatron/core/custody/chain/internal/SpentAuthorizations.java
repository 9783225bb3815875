package io.megatron.core.custody.chain.internal;

import static io.megatron.core.custody.chain.internal.Answers.result;
import static io.megatron.core.custody.chain.internal.Answers.truth;

import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthCall;

/** What a token itself says about authorizations, as one node has it. */
final class SpentAuthorizations {
    private SpentAuthorizations() {}

    /**
     * Those that were used or cancelled by the end of this block.
     *
     * @throws ChainUnavailableException if the node does not know this block, or another as it
     */
    static Set<AuthorizationKey> by(
            RpcNode node,
            EvmAddress token,
            Collection<AuthorizationKey> authorizations,
            BlockHeader block) {
        Set<AuthorizationKey> spent = new HashSet<>();
        for (List<AuthorizationKey> piece : Answers.pieces(authorizations, Answers.TOGETHER)) {
            List<Request<?, ? extends Response<?>>> requests = new ArrayList<>();
            piece.forEach(
                    key ->
                            requests.add(
                                    node.calls()
                                            .ethCall(
                                                    TokenCalls.to(
                                                            token,
                                                            TokenCalls.authorizationState(
                                                                    key.authorizer(), key.nonce())),
                                                    Answers.block(block.number()))));
            requests.add(node.calls().ethGetBlockByNumber(Answers.block(block.number()), false));
            List<? extends Response<?>> answers = node.askTogether(requests);
            confirm(node, block, (EthBlock) answers.getLast());
            for (int i = 0; i < piece.size(); i++) {
                String state =
                        result(node, (EthCall) answers.get(i), "eth_call", EthCall::getValue);
                if (truth(state)) {
                    spent.add(piece.get(i));
                }
            }
        }
        return spent;
    }

    /** What was said in the same breath counts for this block, if the node has it. */
    private static void confirm(RpcNode node, BlockHeader block, EthBlock answer) {
        boolean known =
                Answers.header(node, answer)
                        .filter(found -> found.hash().equals(block.hash()))
                        .isPresent();
        if (!known) {
            throw new ChainUnavailableException(
                    "%s does not know block %d as %s"
                            .formatted(node, block.number(), block.hash()));
        }
    }
}
