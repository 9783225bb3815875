package io.megatron.server.runtime;

import io.megatron.core.ledger.DatabaseAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Where Postgres has the same processors, lets it finish what it is at: while it writes a batch the
 * book is locked, and all others wait. The threads of this node become {@code SCHED_BATCH} of
 * Linux: they take a processor that is free like any other thread, but do not push a program off
 * one when they wake up. It takes no rights; elsewhere, or without {@code chrt} of util-linux,
 * nothing changes.
 */
@Component
final class GivingWayToPostgres implements ApplicationListener<ApplicationStartedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(GivingWayToPostgres.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DatabaseAddress database;

    GivingWayToPostgres(DatabaseAddress database) {
        this.database = database;
    }

    /** Not before the servers of its own are there, which would inherit it. */
    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        if (database.isOnThisMachine() && giveWay(ProcessHandle.current())) {
            LOG.info("gives way to Postgres, which is on this machine");
        }
    }

    /** All of its threads; those that come later inherit it. */
    static boolean giveWay(ProcessHandle node) {
        try {
            Process chrt =
                    new ProcessBuilder(
                                    "chrt",
                                    "--batch",
                                    "--all-tasks",
                                    "--pid",
                                    "0",
                                    Long.toString(node.pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return chrt.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    && chrt.exitValue() == 0;
        } catch (IOException notInstalled) {
            LOG.debug("shares its processors with Postgres", notInstalled);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
