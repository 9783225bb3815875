package io.megatron.server.custody;

import io.megatron.core.custody.Reserves;
import io.megatron.custody.v1.Difference;
import io.megatron.custody.v1.Liability;
import io.megatron.server.calls.Figures;
import java.util.Map;

/** The proof of reserves as it is sent. */
final class ReserveMessages {
    private ReserveMessages() {}

    static io.megatron.custody.v1.Reserves reserves(Reserves proof) {
        io.megatron.custody.v1.Reserves.Builder message =
                io.megatron.custody.v1.Reserves.newBuilder()
                        .setChainId(proof.chainId())
                        .setBlockNumber(proof.block().number())
                        .setBlockHash(proof.block().hash().toString())
                        .setBlockTime(Figures.time(proof.block().time()))
                        .setAsOf(Figures.time(proof.asOf()))
                        .setPlatformAddresses(proof.platform().toString())
                        .setDepositAddresses(proof.deposits().toString())
                        .setFundedAddresses(proof.fundedAddresses())
                        .setOnChain(proof.onChain().toString())
                        .setLiabilities(proof.liabilities().toString())
                        .setUnexplained(proof.unexplained().toString())
                        .setTestGrants(proof.testGrants().toString())
                        .setCovered(proof.isCovered());
        proof.byKind().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        kind ->
                                message.addByKind(
                                        Liability.newBuilder()
                                                .setKind(kind.getKey().name())
                                                .setAmount(kind.getValue().toString())));
        proof.differences()
                .forEach(
                        difference ->
                                message.addDifferences(
                                        Difference.newBuilder()
                                                .setName(difference.name())
                                                .setDescription(difference.description())
                                                .setAmount(difference.amount().toString())));
        return message.build();
    }
}
