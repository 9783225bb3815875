package io.megatron.core.testing;

import io.megatron.contracts.TestUsdc;
import io.megatron.devservices.DevChain;
import java.math.BigInteger;
import java.util.Map;
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
