package io.megatron.core.custody;

import static io.megatron.core.testing.Exchange.accepted;

import io.megatron.core.Secret;
import io.megatron.core.custody.chain.ChainAddress;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.keys.DepositKeys;
import io.megatron.core.custody.keys.Keystore;
import io.megatron.core.custody.keys.SigningKeys;
import io.megatron.core.custody.keys.XpubDepositKeys;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.FaultyNode;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.core.testing.TokenOwner;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.ids.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * What an exchange with keys lives on: a real chain, a node before it that can fail, a database.
 */
final class CustodyInstallation implements AutoCloseable {
    static final int USDC = 1_000_000;

    /** Blocks after which a deposit is deep, and final. */
    static final int DEEP = 14;

    /** Blocks after which a block is final. */
    static final int FINAL = 3;

    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final Keystore KEYS = keys();

    private final DevChain chain = DevChain.startTemporary(ChainPace.INSTANT);
    private final FaultyNode node = new FaultyNode(chain.url());
    private final TestDatabase database;

    private CustodyInstallation(TestDatabase database) {
        this.database = database;
    }

    /** A chain of its own, on which the account that pays for gas has some. */
    static CustodyInstallation start(String database) {
        CustodyInstallation started = new CustodyInstallation(TestDatabases.fresh(database));
        started.chain.fundGas(KEYS.submitter(0).address().toString(), ETHER);
        return started;
    }

    private static Keystore keys() {
        try {
            Path folder = Files.createTempDirectory("keys");
            Path file = folder.resolve("keystore.json");
            try {
                return Keystore.create(file, Secret.of("a-password"));
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The installation, as after a start or a crash, through the node that can fail. */
    Exchange open(String... properties) {
        return openAt(InstantSource.system(), properties);
    }

    /** The same on a machine whose clock shows another time. */
    Exchange openAt(InstantSource realTime, String... properties) {
        return on(database, realTime, List.of(node.url()), properties);
    }

    /** The same through several nodes, the first of which is asked and the others are witnesses. */
    Exchange openWith(String... nodes) {
        return openWith(Arrays.asList(nodes));
    }

    Exchange openWith(List<String> nodes, String... properties) {
        return on(database, InstantSource.system(), nodes, properties);
    }

    /** Another installation on the same chain, with the same keys. */
    Exchange openOn(TestDatabase other) {
        return on(other, InstantSource.system(), List.of(node.url()));
    }

    private Exchange on(
            TestDatabase where, InstantSource realTime, List<String> nodes, String... properties) {
        return Exchange.on(
                where,
                realTime,
                context -> {
                    context.registerBean(
                            ChainAddress.class,
                            () ->
                                    new ChainAddress(
                                            nodes.stream().map(URI::create).toList(),
                                            EvmAddress.parse(chain.token())));
                    context.registerBean(SigningKeys.class, () -> KEYS);
                    context.registerBean(
                            DepositKeys.class, () -> XpubDepositKeys.of(KEYS.depositXpub()));
                },
                properties);
    }

    DevChain chain() {
        return chain;
    }

    /** What the owner of the token can do. */
    TokenOwner tokenOwner() {
        return new TokenOwner(chain);
    }

    FaultyNode node() {
        return node;
    }

    TestDatabase database() {
        return database;
    }

    Keystore keystore() {
        return KEYS;
    }

    String hotWallet() {
        return KEYS.hotWallet().address().toString();
    }

    /** Where a user pays in. */
    static String addressOf(Exchange exchange, UserId user) {
        return accepted(exchange.use(GivingDepositAddresses.class).address(user))
                .address()
                .address()
                .toString();
    }

    /** Micros that an address holds by the newest block. */
    long held(Exchange exchange, String address) {
        ChainClient client = exchange.use(ChainClient.class);
        return client.balance(
                        EvmAddress.parse(chain.token()),
                        EvmAddress.parse(address),
                        client.head(ChainClient.Finality.LATEST).number())
                .micros();
    }

    @Override
    public void close() {
        node.close();
        chain.close();
    }
}
