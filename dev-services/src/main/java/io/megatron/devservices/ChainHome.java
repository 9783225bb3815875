package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One folder with a local chain in it: what lies where. */
record ChainHome(Path folder) {
    static final String LOCK_NAME = "chain.lock";

    Path state() {
        return folder.resolve("state.json");
    }

    /** What balances were some blocks ago, for as long as the chain runs. */
    Path olderStates() {
        return folder.resolve("states");
    }

    Path log() {
        return folder.resolve("chain.log");
    }

    /** What anvil writes of itself when it has begun to listen. */
    Path announcement() {
        return folder.resolve("chain.announcement");
    }

    Path port() {
        return folder.resolve("chain.port");
    }

    Path pidFile() {
        return folder.resolve("chain.pid");
    }

    void store(ProcessHandle process) {
        try {
            Files.writeString(pidFile(), process.pid() + "\n");
        } catch (IOException failure) {
            throw new DevServiceException("Cannot write " + pidFile(), failure);
        }
    }

    /**
     * The process that was started here, if it lives. Its command line names our state file, so
     * that it is known to be ours.
     */
    Optional<ProcessHandle> storedProcess() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).strip());
            return ProcessHandle.of(pid).filter(Processes::lives).filter(this::isOurs);
        } catch (IOException | NumberFormatException absent) {
            return Optional.empty();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .arguments()
                .filter(words -> List.of(words).contains(state().toString()))
                .isPresent();
    }
}
