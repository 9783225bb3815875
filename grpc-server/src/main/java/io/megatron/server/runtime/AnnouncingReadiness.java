package io.megatron.server.runtime;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Prints one line when the node can be called, on standard output and not through the log: whoever
 * started it waits for this line and reads the addresses off it.
 */
final class AnnouncingReadiness implements ApplicationListener<ApplicationReadyEvent> {
    private final Environment environment;
    private final ObjectProvider<GrpcServerLifecycle> grpc;

    AnnouncingReadiness(Environment environment, ObjectProvider<GrpcServerLifecycle> grpc) {
        this.environment = environment;
        this.grpc = grpc;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        System.out.println(line());
        System.out.flush();
    }

    String line() {
        return Stream.of(Optional.of("ready"), grpcAddress(), managementAddress())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    /** The port that was bound, which is not the configured one where that is 0. */
    private Optional<String> grpcAddress() {
        return Optional.ofNullable(grpc.getIfAvailable())
                .map(
                        server ->
                                "grpc=%s:%d"
                                        .formatted(
                                                environment.getProperty(
                                                        "spring.grpc.server.address", "*"),
                                                server.getPort()));
    }

    private Optional<String> managementAddress() {
        return Optional.ofNullable(environment.getProperty("local.server.port"))
                .map(
                        port ->
                                "management=http://%s:%s"
                                        .formatted(
                                                environment.getProperty("server.address", "*"),
                                                port));
    }
}
