package io.megatron.core.testing;

import io.megatron.contracts.TestUsdc;
import io.megatron.core.custody.keys.Signer;
import io.megatron.core.custody.keys.Signer.Signature;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;
import java.util.Map;
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.crypto.Hash;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.utils.Numeric;

/** What the owner of the test token can do, and what nobody could do on a real chain. */
public final class TokenOwner {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private final DevChain chain;
    private final TestUsdc token;

    public TokenOwner(DevChain chain) {
        this.chain = chain;
        Web3j node = Web3j.build(new HttpService(chain.url()));
        token =
                TestUsdc.load(
                        chain.token(),
                        node,
                        new ReadonlyTransactionManager(node, chain.owner()),
                        new DefaultGasProvider());
    }

    /** Nobody can transfer anything. */
    public void pause() {
        send(token.pause());
    }

    /** What a transaction that pauses it would carry. */
    public byte[] callToPause() {
        return Numeric.hexStringToByteArray(token.pause().encodeFunctionCall());
    }

    public void unpause() {
        send(token.unpause());
    }

    /** An account can neither send nor receive. */
    public void blacklist(String account) {
        send(token.blacklist(account));
    }

    public void unBlacklist(String account) {
        send(token.unBlacklist(account));
    }

    /** Cancels an authorization before it is used, as its authorizer alone can (EIP-3009). */
    public void cancel(Signer authorizer, EvmHash nonce) {
        String account = authorizer.address().toString();
        String message =
                hex(ask(token.CANCEL_AUTHORIZATION_TYPEHASH()))
                        + TypeEncoder.encode(new Address(account))
                        + nonce.hex();
        String digest =
                "0x1901"
                        + hex(ask(token.DOMAIN_SEPARATOR()))
                        + Numeric.cleanHexPrefix(Hash.sha3(message));
        Signature signature = authorizer.sign(EvmHash.parse(Hash.sha3(digest)));
        send(
                token.cancelAuthorization(
                        account,
                        nonce.bytes(),
                        BigInteger.valueOf(signature.v()),
                        signature.r().bytes(),
                        signature.s().bytes()));
    }

    private static byte[] ask(RemoteFunctionCall<byte[]> question) {
        try {
            return question.send();
        } catch (Exception failure) {
            throw new IllegalStateException("the token does not answer", failure);
        }
    }

    private static String hex(byte[] word) {
        return Numeric.toHexStringNoPrefix(word);
    }

    /** Without the prefix, as {@link DevChain#send} wants it. */
    private void send(RemoteFunctionCall<?> call) {
        chain.send(chain.token(), call.encodeFunctionCall().substring(2));
    }

    /** Transfers what somebody has, without their key. */
    public void steal(String from, String to, long micros) {
        chain.fundGas(from, ETHER);
        chain.ask("anvil_impersonateAccount", from);
        String data = token.transfer(to, BigInteger.valueOf(micros)).encodeFunctionCall();
        chain.ask("eth_sendTransaction", Map.of("from", from, "to", chain.token(), "data", data));
    }
}
