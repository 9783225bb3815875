package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the chain of a folder, or adopts the one that a killed process left running in it. */
final class StartingChain {
    private static final Logger LOG = LoggerFactory.getLogger(StartingChain.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 5;
    private static final long LOG_LIMIT_BYTES = 16L * 1024 * 1024;

    /** Room for a block with a thousand transfers in it. */
    private static final String BLOCK_GAS = "300000000";

    /**
     * The last rules without the hashes of 8 191 blocks among what every block's state root is
     * reckoned from (EIP-2935): five thousand empty blocks took a quarter of a minute by them.
     */
    private static final String RULES = "cancun";

    /** How many blocks back a chain that nobody keeps still knows its balances. */
    private static final String STATES_OF_A_TEMPORARY_ONE = "100";

    /**
     * In a session of its own, so that Ctrl-C ends us first and the chain after us. Where there is
     * no setsid there is Perl.
     */
    private static final String DETACHED =
            "if command -v setsid >/dev/null; then exec setsid \"$@\"; else exec perl -e"
                    + " 'use POSIX; POSIX::setsid(); exec @ARGV' \"$@\"; fi";

    private final ChainHome home;
    private final Path anvil;
    private final ChainPace pace;
    private final boolean temporary;

    StartingChain(ChainHome home, Path anvil, ChainPace pace, boolean temporary) {
        this.home = home;
        this.anvil = anvil;
        this.pace = pace;
        this.temporary = temporary;
    }

    RunningChain start() {
        return adopt().orElseGet(this::startWithAnyPort);
    }

    private Optional<RunningChain> adopt() {
        OptionalInt port = Ports.stored(home.port());
        Optional<ProcessHandle> process = home.storedProcess();
        if (process.isEmpty()) {
            return Optional.empty();
        }
        if (port.isPresent() && RunningChain.answers(port.getAsInt())) {
            LOG.info("Chain adopted, pid {}, port {}", process.get().pid(), port.getAsInt());
            return Optional.of(new RunningChain(home, process.get(), port.getAsInt()));
        }
        LOG.warn("Chain {} does not answer, stopping it", process.get().pid());
        new RunningChain(home, process.get(), 0).stop();
        return Optional.empty();
    }

    private RunningChain startWithAnyPort() {
        try {
            Trees.rotate(home.log(), LOG_LIMIT_BYTES);
            // A killed chain leaves them behind, and the next one reads none of them.
            Trees.delete(home.olderStates());
            for (int attempt = 1; ; attempt++) {
                int port = attempt == 1 ? Ports.choose(home.port()) : Ports.anyFree();
                Optional<RunningChain> running = launchOn(port);
                if (running.isPresent()) {
                    return running.get();
                }
                if (attempt == PORT_ATTEMPTS) {
                    throw new DevServiceException(
                            "anvil did not start. End of "
                                    + home.log()
                                    + ":\n"
                                    + Trees.tail(home.log(), 0));
                }
            }
        } catch (IOException failure) {
            throw new DevServiceException("Cannot start anvil in " + home.folder(), failure);
        }
    }

    /**
     * The chain on this port, or nothing if it does not get it. Who answers there may be a chain of
     * somebody else's, who took the port between our choice and our launch; ours writes its
     * announcement once it listens.
     */
    Optional<RunningChain> launchOn(int port) throws IOException {
        Files.deleteIfExists(home.announcement());
        Ports.store(home.port(), port);
        Process process = launch(port);
        home.store(process.toHandle());
        boolean decided =
                Waiting.until(
                        PATIENCE,
                        () ->
                                !process.isAlive()
                                        || (Files.exists(home.announcement())
                                                && RunningChain.answers(port)));
        if (!decided || !process.isAlive()) {
            process.destroyForcibly();
            return Optional.empty();
        }
        LOG.info("Chain started, pid {}, port {}, folder {}", process.pid(), port, home.folder());
        return Optional.of(new RunningChain(home, process.toHandle(), port));
    }

    private Process launch(int port) throws IOException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", DETACHED, "sh", anvil.toString()));
        words.addAll(
                List.of(
                        "--host",
                        Ports.LOOPBACK,
                        "--port",
                        Integer.toString(port),
                        "--chain-id",
                        Long.toString(DevChain.CHAIN_ID),
                        "--state",
                        home.state().toString(),
                        "--cache-path",
                        home.olderStates().toString(),
                        "--config-out",
                        home.announcement().toString(),
                        "--state-interval",
                        Integer.toString(pace.stateSeconds()),
                        "--slots-in-an-epoch",
                        Integer.toString(pace.slotsInAnEpoch()),
                        "--hardfork",
                        RULES,
                        "--gas-limit",
                        BLOCK_GAS,
                        "--accounts",
                        "2",
                        "--quiet"));
        if (temporary) {
            words.addAll(List.of("--prune-history", STATES_OF_A_TEMPORARY_ONE));
        }
        if (pace.blockSeconds() > 0) {
            words.addAll(
                    List.of(
                            "--mixed-mining",
                            "--block-time",
                            Integer.toString(pace.blockSeconds())));
        }
        return new ProcessBuilder(words)
                .directory(home.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()))
                .start();
    }
}
