package io.megatron.core.custody;

import io.megatron.core.custody.chain.ChainAddress;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.custody.ChainIdentity;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.EvmAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives the chain to whoever works on it, once it is known to be the right one. Chain and token are
 * written down at their first use; on another chain an address of ours is somebody else's account,
 * and on another token a deposit is somebody else's money.
 */
@Component
public class KnowingChain {
    private final Optional<ChainClient> client;
    private final Optional<ChainAddress> address;
    private final CustodyMapper mapper;
    private final BesideTheBook beside;
    private final Clock clock;
    private volatile @Nullable KnownChain known;

    public KnowingChain(
            Optional<ChainClient> client,
            Optional<ChainAddress> address,
            CustodyMapper mapper,
            BesideTheBook beside,
            Clock clock) {
        this.client = client;
        this.address = address;
        this.mapper = mapper;
        this.beside = beside;
        this.clock = clock;
    }

    /**
     * The chain that custody is about.
     *
     * @param firstBlock the newest block when it was first used
     */
    public record KnownChain(ChainClient client, long chainId, EvmAddress token, long firstBlock) {}

    /** Whether this node has a chain at all. Asks nobody. */
    public boolean isOff() {
        return client.isEmpty() || address.isEmpty();
    }

    /** Whether this is the token's contract. Asks nobody. */
    public boolean isToken(EvmAddress contract) {
        return address.filter(configured -> configured.token().equals(contract)).isPresent();
    }

    /**
     * The chain, or nothing where this node has none. The first call asks the node of the chain.
     *
     * @throws WrongChainException if it is not the one this installation has begun with
     * @throws io.megatron.core.custody.chain.ChainUnavailableException if the node does not answer
     */
    public Optional<KnownChain> chain() {
        if (isOff()) {
            return Optional.empty();
        }
        KnownChain chain = known;
        if (chain == null) {
            chain = identify(client.orElseThrow(), address.orElseThrow().token());
            known = chain;
        }
        return Optional.of(chain);
    }

    /**
     * The chain, and its node asked again whether it is on it: an address that leads elsewhere from
     * one day to the next would answer every question, and wrongly.
     *
     * @throws WrongChainException if it is not the one this installation has begun with
     * @throws io.megatron.core.custody.chain.ChainUnavailableException if the node does not answer
     * @throws java.util.NoSuchElementException where {@link #isOff}
     */
    KnownChain sameChain() {
        known = null;
        return chain().orElseThrow();
    }

    private KnownChain identify(ChainClient node, EvmAddress configured) {
        long chainId = node.chainId();
        ChainIdentity identity = mapper.chainIdentity();
        if (identity == null) {
            identity = begin(node, chainId, configured);
        }
        if (identity.chainId() != chainId || !identity.token().equals(configured)) {
            throw new WrongChainException(
                    "This installation's custody is about token %s on chain %d; this node has %s on %d"
                            .formatted(identity.token(), identity.chainId(), configured, chainId));
        }
        return new KnownChain(node, chainId, configured, identity.firstBlock());
    }

    private ChainIdentity begin(ChainClient node, long chainId, EvmAddress configured) {
        long head = node.head(ChainClient.Finality.LATEST).number();
        ChainIdentity first = new ChainIdentity(chainId, configured, head, clock.instant());
        beside.write(() -> mapper.insertChainIdentity(first));
        return Objects.requireNonNull(mapper.chainIdentity(), "the identity was just written");
    }
}
