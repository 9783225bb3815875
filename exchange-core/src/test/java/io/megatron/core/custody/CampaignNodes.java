package io.megatron.core.custody;

import io.megatron.core.testing.FaultyNode;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two providers of a campaign's chain, in some order, and another chain that one may be on. */
final class CampaignNodes implements AutoCloseable {
    private final DevChain chain;
    private final List<FaultyNode> nodes;
    private boolean turned;
    private @Nullable DevChain elsewhere;

    /**
     * @param faulty the one that other faults happen to; the second one is made here
     */
    CampaignNodes(DevChain chain, FaultyNode faulty) {
        this.chain = chain;
        nodes = List.of(faulty, new FaultyNode(chain.url()));
    }

    /** As they are configured: the first is asked, and the second is a witness. */
    List<String> urls() {
        List<String> urls = nodes.stream().map(FaultyNode::url).toList();
        return turned ? urls.reversed() : urls;
    }

    /** Changes their order, from the next start on. */
    void turn() {
        turned = !turned;
    }

    /**
     * Has one of them answer from another chain, on which this address was paid, and which is as
     * long: a shorter one lags behind and contradicts nobody.
     */
    void leadAstray(int which, String address, long micros) {
        DevChain other = elsewhere();
        other.mint(address, micros);
        other.mine(Math.max(1, height(chain) - height(other)));
        nodes.get(which).flipTo(other.url());
    }

    private static int height(DevChain chain) {
        return Integer.decode(chain.ask("eth_blockNumber").asString());
    }

    private DevChain elsewhere() {
        DevChain other = elsewhere;
        if (other == null) {
            other = DevChain.startTemporary(ChainPace.INSTANT);
            elsewhere = other;
        }
        return other;
    }

    void leadBack() {
        nodes.forEach(node -> node.flipTo(chain.url()));
    }

    @Override
    public void close() {
        nodes.getLast().close();
        if (elsewhere != null) {
            elsewhere.close();
        }
    }
}
