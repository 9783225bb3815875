package io.megatron.devservices;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/**
 * A local EVM chain of our own, anvil, with a test USDC on it. For development and tests: whoever
 * can reach it can invent money on it, so it listens on 127.0.0.1 only.
 *
 * <p>It writes its state now and then and when it stops. Like {@link DevPostgres} it survives the
 * death of this process, is adopted by the next {@link #start} on its folder, and a second living
 * owner is refused.
 */
public final class DevChain implements AutoCloseable {
    /** The number of every local chain (EIP-155). */
    public static final long CHAIN_ID = 31_337;

    private static final TemporaryFolders TEMPORARY =
            new TemporaryFolders("megatron-chain-", ChainHome.LOCK_NAME, false);
    private static final Duration MINING_PATIENCE = Duration.ofSeconds(30);

    /** Anvil's first account, which it signs for: owns the token. */
    private static final String OWNER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

    /** Where the owner's first contract is, on every chain: the token. */
    private static final String TOKEN = "0x5fbdb2315678afecb367f032d93f642f64180aa3";

    private static final String MINT = "40c10f19";
    private static final String TRANSFER = "a9059cbb";
    private static final int WORD_DIGITS = 64;

    private final FolderLock lock;
    private final RunningChain chain;
    private final boolean temporary;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DevChain(FolderLock lock, RunningChain chain, boolean temporary) {
        this.lock = lock;
        this.chain = chain;
        this.temporary = temporary;
    }

    /** Whether {@code scripts/chain/install} has installed anvil into its folder. */
    public static boolean isInstalled(Path programs) {
        return new ChainPrograms(programs).anvil().isPresent();
    }

    /**
     * Starts the chain of this folder, or adopts the one that a killed process left running in it,
     * and deploys the token where it is missing. Returns when it is there.
     *
     * @param programs the folder {@code scripts/chain}
     * @throws DevServiceException if another living process uses the folder, anvil is not installed
     *     or does not start
     */
    public static DevChain start(Path folder, Path programs, ChainPace pace) {
        return start(Trees.realFolder(folder), programs, pace, false);
    }

    /**
     * Starts a chain on a fresh folder, which {@link #close} deletes. The programs are those of the
     * build, by the system property {@code megatron.chain.folder}.
     */
    public static DevChain startTemporary(ChainPace pace) {
        String programs = System.getProperty("megatron.chain.folder");
        if (programs == null) {
            throw new DevServiceException("megatron.chain.folder is not set");
        }
        TEMPORARY.removeAbandoned(DevChain::stopAbandoned);
        return start(TEMPORARY.create(), Path.of(programs), pace.forgetful(), true);
    }

    private static DevChain start(Path folder, Path programs, ChainPace pace, boolean temporary) {
        Path anvil =
                new ChainPrograms(programs)
                        .anvil()
                        .orElseThrow(
                                () ->
                                        new DevServiceException(
                                                "anvil is not installed; scripts/chain/install"
                                                        + " does it"));
        FolderLock lock = FolderLock.acquire(folder.resolve(ChainHome.LOCK_NAME));
        boolean started = false;
        try {
            RunningChain running =
                    new StartingChain(new ChainHome(folder), anvil, pace, temporary).start();
            DevChain chain = new DevChain(lock, running, temporary);
            chain.deployTokenOrStop();
            started = true;
            return chain;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private void deployTokenOrStop() {
        try {
            if (ask("eth_getCode", TOKEN, "latest").asString().equals("0x")) {
                String deployed = deploy(Contract.TEST_USDC);
                if (!deployed.equalsIgnoreCase(TOKEN)) {
                    throw new DevServiceException("The token went to " + deployed);
                }
            }
        } catch (DevServiceException failure) {
            chain.stop();
            throw failure;
        }
    }

    private static void stopAbandoned(Path folder) {
        ChainHome home = new ChainHome(folder);
        home.storedProcess().ifPresent(process -> new RunningChain(home, process, 0).stop());
    }

    /** The address as every client takes it. */
    public String url() {
        return chain.conversation().address().toString();
    }

    /** The process id, for whoever wants to watch or kill it. */
    public long pid() {
        return chain.process().pid();
    }

    /** The address of the test USDC. */
    public String token() {
        return TOKEN;
    }

    /** The account that deploys, invents money, pauses and blacklists; the chain signs for it. */
    public String owner() {
        return OWNER;
    }

    /** Deploys a contract, and answers its address once it is in a block. */
    public String deploy(Contract contract) {
        return receipt(
                        ask(
                                "eth_sendTransaction",
                                Map.of("from", OWNER, "data", contract.bytecode())))
                .get("contractAddress")
                .asString();
    }

    /** Invents USDC, and answers the transaction once it is in a block. */
    public String mint(String to, long micros) {
        return send(TOKEN, MINT + word(to) + word(BigInteger.valueOf(micros)));
    }

    /**
     * Has the owner pay USDC of its own.
     *
     * @return the transaction, once it is in a block
     */
    public String transfer(String to, long micros) {
        return send(TOKEN, TRANSFER + word(to) + word(BigInteger.valueOf(micros)));
    }

    /** Sends a call in the owner's name, and answers the transaction once it is in a block. */
    public String send(String contract, String data) {
        JsonNode sent =
                ask(
                        "eth_sendTransaction",
                        Map.of("from", OWNER, "to", contract, "data", "0x" + data));
        receipt(sent);
        return sent.asString();
    }

    /** Gives an account so many wei of gas money. */
    public void fundGas(String account, BigInteger wei) {
        ask("anvil_setBalance", account, "0x" + wei.toString(16));
    }

    /** Has blocks appear now. */
    public void mine(int blocks) {
        ask("anvil_mine", "0x" + Integer.toHexString(blocks));
    }

    /**
     * The result of any call, for what has no method of its own.
     *
     * @throws DevServiceException if it is an error, or there is no answer
     */
    public JsonNode ask(String method, Object... parameters) {
        try {
            return chain.conversation().ask(method, parameters);
        } catch (IOException failure) {
            throw new DevServiceException("The chain does not answer " + method, failure);
        }
    }

    private JsonNode receipt(JsonNode transaction) {
        boolean mined =
                Waiting.until(
                        MINING_PATIENCE,
                        () -> !ask("eth_getTransactionReceipt", transaction.asString()).isNull());
        if (!mined) {
            throw new DevServiceException(transaction + " does not get into a block");
        }
        JsonNode receipt = ask("eth_getTransactionReceipt", transaction.asString());
        if (!receipt.get("status").asString().equals("0x1")) {
            throw new DevServiceException(transaction + " was reverted");
        }
        return receipt;
    }

    /** An address as a parameter of a call. */
    public static String word(String address) {
        return "0".repeat(WORD_DIGITS - address.length() + 2) + address.substring(2);
    }

    /** A number as a parameter of a call. */
    public static String word(BigInteger number) {
        String digits = number.toString(16);
        return "0".repeat(WORD_DIGITS - digits.length()) + digits;
    }

    /**
     * Stops the chain, also an adopted one, and gives the folder free; what was temporary is
     * deleted.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (temporary) {
                chain.stopAtOnce();
                Trees.delete(chain.home().folder());
            } else {
                chain.stop();
            }
        } finally {
            lock.close();
        }
    }
}
