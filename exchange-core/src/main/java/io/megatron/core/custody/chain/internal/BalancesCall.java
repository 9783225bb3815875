package io.megatron.core.custody.chain.internal;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.EvmAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for many balances of a token by one {@code eth_call}: of a contract that is never deployed,
 * whose constructor returns them ({@code scripts/chain/contracts/Balances.sol}).
 */
final class BalancesCall {
    /** What a node takes for deployed code may be 24 576 bytes long, of 32 each. */
    static final int HOLDERS_TOGETHER = 500;

    private static final String ARTEFACT = "/io/megatron/core/custody/chain/Balances.json";
    private static final String BYTECODE = bytecode();
    private static final Function ANSWER =
            new Function(
                    "balances", List.of(), List.of(new TypeReference<DynamicArray<Uint256>>() {}));

    private BalancesCall() {}

    private static String bytecode() {
        try (InputStream artefact =
                Objects.requireNonNull(BalancesCall.class.getResourceAsStream(ARTEFACT))) {
            return JsonMapper.builder().build().readTree(artefact).get("bytecode").asString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The data of the call, which has no recipient. */
    static String data(EvmAddress token, List<EvmAddress> holders) {
        return BYTECODE
                + FunctionEncoder.encodeConstructor(
                        List.<Type>of(
                                new Address(token.toString()),
                                new DynamicArray<>(
                                        Address.class,
                                        holders.stream()
                                                .map(holder -> new Address(holder.toString()))
                                                .toList())));
    }

    /**
     * Reads the answer.
     *
     * @return what each holds, in their order
     * @throws RuntimeException if that is not what it says
     */
    static List<Usdc> balances(String answer, int holders) {
        List<Type> decoded = FunctionReturnDecoder.decode(answer, ANSWER.getOutputParameters());
        @SuppressWarnings("unchecked") // as ANSWER says
        List<Uint256> balances = ((DynamicArray<Uint256>) decoded.getFirst()).getValue();
        if (balances.size() != holders) {
            throw new IllegalArgumentException(
                    balances.size() + " balances of " + holders + " holders");
        }
        return balances.stream()
                .map(balance -> Usdc.ofMicros(balance.getValue().longValueExact()))
                .toList();
    }
}
