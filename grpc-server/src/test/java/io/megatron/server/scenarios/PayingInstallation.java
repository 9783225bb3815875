package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Secret;
import io.megatron.core.custody.keys.Keystore;
import io.megatron.custody.v1.GetDepositAddressRequest;
import io.megatron.custody.v1.GetReservesRequest;
import io.megatron.custody.v1.Reserves;
import io.megatron.devservices.DevChain;
import io.megatron.operations.v1.RunState;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** An installation on a chain, and its one server, which is killed and started again. */
final class PayingInstallation implements AutoCloseable {
    static final String DEPOSITS = "deposit-confirmations";
    static final String SWEEPS = "sweeps";
    static final String WITHDRAWALS = "custody-withdrawals";
    static final int USDC = 1_000_000;

    /** Blocks after which a deposit is deep, and final. */
    static final int DEEP = 14;

    private static final String BALANCE = "0x70a08231";

    private final DevChain chain;
    private final Installation installation;
    private final Map<String, String> settings;
    private ServerProcess server;

    private PayingInstallation(
            DevChain chain, Installation installation, Map<String, String> settings) {
        this.chain = chain;
        this.installation = installation;
        this.settings = settings;
        server = installation.start(settings);
    }

    /**
     * Starts a server whose submitter can pay for gas.
     *
     * @param more settings beside the chain's, or instead of them
     */
    static PayingInstallation start(Path folder, DevChain chain, Map<String, String> more)
            throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("MEGATRON_RPC_URL", chain.url());
        settings.put("MEGATRON_USDC_ADDRESS", chain.token());
        settings.putAll(more);
        Installation installation = Installation.startedBefore(folder);
        PayingInstallation started = new PayingInstallation(chain, installation, settings);
        Path keys = installation.data().resolve("dev-keys");
        Keystore keystore =
                Keystore.open(
                        keys.resolve("keystore.json"),
                        Secret.of(Files.readString(keys.resolve("keystore-password"))));
        chain.fundGas(keystore.submitter(0).address().toString(), BigInteger.TEN.pow(18));
        return started;
    }

    ServerClient client() {
        return new ServerClient(server, installation.data());
    }

    WithdrawalRecords records() {
        return new WithdrawalRecords(installation.ownerUrl());
    }

    /** {@code kill -9}. */
    void kill() {
        server.kill();
    }

    void startAgain() {
        server = installation.start(settings);
    }

    static void run(ServerClient client, String job) {
        assertThat(client.runToItsEnd(job).getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    }

    /** Where a user pays in. */
    static String addressOf(ServerClient client, UUID user) {
        return client.custody(user)
                .getDepositAddress(GetDepositAddressRequest.getDefaultInstance())
                .getDepositAddress()
                .getAddress();
    }

    static Reserves proof(ServerClient client) {
        return client.custody().getReserves(GetReservesRequest.getDefaultInstance()).getReserves();
    }

    /** Micros that an address holds on the chain, asked of the token itself. */
    long held(String address) {
        return Long.decode(
                chain.ask(
                                "eth_call",
                                Map.of(
                                        "to",
                                        chain.token(),
                                        "data",
                                        BALANCE + DevChain.word(address)))
                        .asString()
                        .replaceFirst("^0x0*(?=.)", "0x"));
    }

    @Override
    public void close() {
        installation.close();
    }
}
