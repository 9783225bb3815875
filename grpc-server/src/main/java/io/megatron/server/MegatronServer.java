package io.megatron.server;

import io.megatron.core.ExchangeCore;
import io.megatron.server.operations.CreatingAdministrator;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerObservationAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** The executable: the server, or with {@code --megatron.command=…} a single task instead of it. */
// An observation per call costs more than the call; CallConfiguration times calls with less.
@SpringBootApplication(exclude = GrpcServerObservationAutoConfiguration.class)
@ComponentScan(
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.ASSIGNABLE_TYPE,
                        classes = CreatingAdministrator.class))
@Import(ExchangeCore.class)
public class MegatronServer {

    public static void main(String[] arguments) {
        var options = new DefaultApplicationArguments(arguments);
        switch (option(options, "megatron.command").orElse("serve")) {
            case "serve" -> SpringApplication.run(MegatronServer.class, arguments);
            case "create-administrator" ->
                    System.exit(
                            CreatingAdministrator.run(
                                    option(options, "megatron.user").map(UUID::fromString),
                                    arguments));
            default -> {
                System.err.println("megatron.command is serve or create-administrator");
                System.exit(2);
            }
        }
    }

    private static Optional<String> option(DefaultApplicationArguments options, String name) {
        return Optional.ofNullable(options.getOptionValues(name)).stream()
                .flatMap(java.util.List::stream)
                .findFirst();
    }
}
