package io.megatron.core.custody.chain;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What custody asks of a node of the chain, and the one thing it tells it: a signed transaction.
 *
 * <p>Every question names the block it is about, or how final that block has to be. Every method
 * throws {@link ChainUnavailableException} when no usable answer came: nothing is known then, least
 * of all that a transaction was not taken. No method is ever called inside a transaction of the
 * database.
 */
public interface ChainClient {

    /** The number the chain goes by (EIP-155). */
    long chainId();

    /** The newest block that is at least so final. */
    BlockHeader head(Finality finality);

    /** The block of this number on the chain as it is now; empty where the chain is not so long. */
    Optional<BlockHeader> block(long number);

    /**
     * Transfers of a token to any of the recipients in the blocks from..to, both included, in the
     * order of block and log index. The same node confirms in the same request that it knows the
     * last block of the range, so that nothing found means that there is nothing.
     *
     * @throws RangeRefusedException if the node wants a smaller range: ask for half of it
     * @throws ChainUnavailableException if the node does not know the range's last block yet
     */
    List<TokenTransfer> transfersTo(
            EvmAddress token, Collection<EvmAddress> recipients, long from, long to);

    /**
     * Authorizations of these authorizers that the token counts as used, or as cancelled, in the
     * blocks from..to, both included, with the same guarantee as {@link #transfersTo}.
     */
    List<AuthorizationSpent> authorizationsSpent(
            EvmAddress token, Collection<EvmAddress> authorizers, long from, long to);

    /**
     * Asks further providers, where there are any, for this log of a final block.
     *
     * @throws ProvidersDisagreeException if one of them knows the block, and no such log in it
     */
    void confirm(EvmAddress token, AuthorizationSpent spent);

    /** Receipts by transaction, those of transactions that are in no block left out. */
    Map<EvmHash, TransactionReceipt> receipts(Collection<EvmHash> transactions);

    /** What an address holds of the token, at the end of this block. */
    Usdc balance(EvmAddress token, EvmAddress holder, long block);

    /** The same for many addresses at once. */
    Map<EvmAddress, Usdc> balances(EvmAddress token, Collection<EvmAddress> holders, long block);

    /**
     * Those of these authorizations that were used or cancelled by the end of this block. Whoever
     * answers confirms in the same request that it knows this block and no other of its number.
     *
     * @throws ProvidersDisagreeException if a second provider is set, knows the block, and says
     *     otherwise
     */
    Set<AuthorizationKey> spentBy(
            EvmAddress token, Collection<AuthorizationKey> authorizations, BlockHeader block);

    /** Whether the token's owner has stopped all transfers, as of the newest block. */
    boolean isPaused(EvmAddress token);

    /** Whether the token refuses transfers from and to this address, as of the newest block. */
    boolean isBlacklisted(EvmAddress token, EvmAddress address);

    /** Wei of the chain's own currency, for gas, as of the newest block. */
    BigInteger gasBalance(EvmAddress address);

    /** How many transactions of this account are in blocks: the nonce its next one has to have. */
    long transactionCount(EvmAddress account);

    /** What gas costs now. */
    GasPrice gasPrice();

    /** How much gas this call would need, or why it would fail. */
    GasEstimate estimateGas(EvmAddress from, EvmAddress to, byte[] data);

    /**
     * Hands a signed transaction to the node. A node that knows it already is as good as one that
     * takes it.
     *
     * @return what the node said; after an exception it may have taken it all the same
     */
    Answer send(byte[] signedTransaction);

    /** How sure a block is. */
    enum Finality {
        /** The newest there is. */
        LATEST,
        /** As good as irreversible, as the chain itself says. */
        FINALIZED
    }

    /**
     * What a node said to a signed transaction.
     *
     * @param words its own
     */
    record Answer(Acceptance acceptance, String words) {}

    /** What a node made of a signed transaction. */
    enum Acceptance {
        /** It is in the node's hands, now or since an earlier time. */
        TAKEN,
        /** Another transaction with this nonce is in a block: this one never will be. */
        NONCE_USED,
        /** The account's nonce has not come so far. */
        NONCE_AHEAD,
        /** It pays less than the node wants, or than is needed to replace the one before. */
        UNDERPRICED,
        /** The account cannot pay for the gas. */
        NO_GAS_MONEY,
        /** The node refused it for another reason, which says nothing about other nodes. */
        REFUSED
    }
}
