package io.megatron.server.runtime;

import io.megatron.core.ledger.DatabaseAddress;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;
import org.springframework.stereotype.Component;

/** Prints the one line that scripts and people wait for, with the addresses that were taken. */
@Component
class AnnouncingReadiness {
    private final InstallationSettings installation;
    private final DatabaseAddress database;
    private String grpc = "none";
    private String management = "none";

    AnnouncingReadiness(InstallationSettings installation, DatabaseAddress database) {
        this.installation = installation;
        this.database = database;
    }

    @EventListener
    void grpcStarted(GrpcServerStartedEvent event) {
        grpc = event.getAddress() + ":" + event.getPort();
    }

    @EventListener
    void managementStarted(WebServerInitializedEvent event) {
        management = "127.0.0.1:" + event.getWebServer().getPort();
    }

    /** On standard output, whatever the log's configuration is. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        System.out.printf(
                "ready grpc=%s management=http://%s environment=%s database=%s%n",
                grpc, management, installation.kind(), database.server());
        System.out.flush();
    }
}
