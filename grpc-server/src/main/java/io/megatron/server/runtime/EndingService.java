package io.megatron.server.runtime;

import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Says that the service ends before it does. The event comes before anything is stopped; after the
 * notice the gRPC server, which stops first of all, refuses new calls and lets those in flight
 * finish, and only then go the book and the database they need.
 */
final class EndingService implements ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(EndingService.class);

    private final HealthStatusManager health;
    private final Duration notice;

    EndingService(HealthStatusManager health, Duration notice) {
        this.health = health;
        this.notice = notice;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        LOG.info(
                "stopping: health is NOT_SERVING, new calls are refused in {} ms",
                notice.toMillis());
        health.enterTerminalState();
        try {
            Thread.sleep(notice);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
