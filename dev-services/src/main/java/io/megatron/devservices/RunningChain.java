package io.megatron.devservices;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A local chain that answers. */
record RunningChain(ChainHome home, ProcessHandle process, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(RunningChain.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    ChainConversation conversation() {
        return new ChainConversation(port);
    }

    static boolean answers(int port) {
        try {
            new ChainConversation(port).ask("eth_chainId");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGTERM makes it write its state and leave; only one that hangs is killed. */
    void stop() {
        if (!Processes.lives(process)) {
            LOG.warn("The chain {} was already gone, folder {}", process.pid(), home.folder());
            return;
        }
        process.destroy();
        if (!Waiting.until(STOP_PATIENCE, () -> !Processes.lives(process))) {
            LOG.warn("The chain {} does not stop, killing it", process.pid());
            kill();
        }
        LOG.info("Chain stopped, pid {}, port {}", process.pid(), port);
    }

    /** For one whose state nobody wants any more. */
    void stopAtOnce() {
        kill();
        LOG.info("Chain stopped at once, pid {}, port {}", process.pid(), port);
    }

    private void kill() {
        process.destroyForcibly();
        Waiting.until(STOP_PATIENCE, () -> !Processes.lives(process));
    }
}
