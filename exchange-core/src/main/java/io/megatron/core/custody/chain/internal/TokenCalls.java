package io.megatron.core.custody.chain.internal;

import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.util.List;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.protocol.core.methods.request.Transaction;

/** What is asked of a token (ERC-20, EIP-3009, and what USDC has besides), and what it logs. */
final class TokenCalls {
    /** {@code Transfer(address indexed from, address indexed to, uint256 value)}. */
    static final String TRANSFER =
            EventEncoder.encode(
                    new Event(
                            "Transfer",
                            List.of(
                                    new TypeReference<Address>(true) {},
                                    new TypeReference<Address>(true) {},
                                    new TypeReference<Uint256>() {})));

    /** {@code AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)}. */
    static final String AUTHORIZATION_USED =
            EventEncoder.encode(
                    new Event(
                            "AuthorizationUsed",
                            List.of(
                                    new TypeReference<Address>(true) {},
                                    new TypeReference<Bytes32>(true) {})));

    /** {@code AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce)}. */
    static final String AUTHORIZATION_CANCELED =
            EventEncoder.encode(
                    new Event(
                            "AuthorizationCanceled",
                            List.of(
                                    new TypeReference<Address>(true) {},
                                    new TypeReference<Bytes32>(true) {})));

    private static final String NO_SENDER = EvmAddress.ZERO.toString();

    private TokenCalls() {}

    /** The run of a constructor that nobody keeps. */
    static Transaction deploying(String code) {
        return Transaction.createEthCallTransaction(NO_SENDER, null, code);
    }

    /** A question to a contract, which nobody in particular asks. */
    static Transaction to(EvmAddress contract, String data) {
        return Transaction.createEthCallTransaction(NO_SENDER, contract.toString(), data);
    }

    static String balanceOf(EvmAddress holder) {
        return call("balanceOf", new Address(holder.toString()));
    }

    static String authorizationState(EvmAddress authorizer, EvmHash nonce) {
        return call(
                "authorizationState",
                new Address(authorizer.toString()),
                new Bytes32(nonce.bytes()));
    }

    static String isBlacklisted(EvmAddress account) {
        return call("isBlacklisted", new Address(account.toString()));
    }

    static String paused() {
        return call("paused");
    }

    private static String call(String name, Type<?>... parameters) {
        return FunctionEncoder.encode(new Function(name, List.of(parameters), List.of()));
    }
}
