package io.megatron.server.security;

import io.megatron.core.Tireless;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The installation's own keys as their files hold them, looked at every second, so that they can be
 * changed while the node runs. Files that cannot be read, such as one that is half written, change
 * nothing: the keys that were read last go on.
 */
final class ReloadingKeys implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<KeyRing> reading;
    private final Tireless looking = new Tireless("keys of tokens", this::look);
    private volatile KeyRing keys;

    /**
     * Reads them, so that a node without a usable key does not start.
     *
     * @param reading fails with an exception that quotes no key
     */
    ReloadingKeys(Supplier<KeyRing> reading) {
        this.reading = reading;
        this.keys = reading.get();
    }

    /** The same object for as long as nothing changes. */
    KeyRing current() {
        return keys;
    }

    private void look() throws InterruptedException {
        looking.pause(PAUSE);
        KeyRing found = reading.get();
        if (!found.equals(keys)) {
            keys = found;
            LOG.info(
                    "tokens are signed with key {}, and taken of {}",
                    found.signingId(),
                    found.byId().keySet());
        }
    }

    @Override
    public void start() {
        looking.start();
    }

    @Override
    public void stop() {
        looking.stop();
    }

    @Override
    public boolean isRunning() {
        return looking.isRunning();
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
