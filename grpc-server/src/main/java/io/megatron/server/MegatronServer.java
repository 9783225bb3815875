package io.megatron.server;

import io.megatron.core.ExchangeCore;
import io.megatron.jobs.BatchJobs;
import io.megatron.server.operations.BesideTheServer;
import io.megatron.server.operations.CreatingAdministrator;
import io.megatron.server.operations.KeepingKeys;
import io.megatron.server.operations.SeedCommand;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.batch.autoconfigure.BatchAutoConfiguration;
import org.springframework.boot.batch.autoconfigure.BatchJobLauncherAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerObservationAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** The executable: the server, or with {@code --megatron.command=…} a single task instead of it. */
// An observation per call costs more than the call; CallConfiguration times calls with less.
@SpringBootApplication(
        exclude = {
            GrpcServerObservationAutoConfiguration.class,
            // Both are set up by batch-jobs, on connections of their own and on job nodes only.
            BatchAutoConfiguration.class,
            BatchJdbcAutoConfiguration.class,
            BatchJobLauncherAutoConfiguration.class,
            QuartzAutoConfiguration.class
        })
@ComponentScan(
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.ASSIGNABLE_TYPE,
                        classes = BesideTheServer.class))
@Import(ExchangeCore.class)
public class MegatronServer {

    /** A node that runs jobs has them beside all else. */
    @Configuration(proxyBeanMethods = false)
    @RunsAs(NodeRole.JOBS)
    @Import(BatchJobs.class)
    static class Jobs {}

    public static void main(String[] arguments) {
        var options = new DefaultApplicationArguments(arguments);
        switch (option(options, "megatron.command").orElse("serve")) {
            case "serve" -> SpringApplication.run(MegatronServer.class, arguments);
            case "create-administrator" ->
                    System.exit(
                            CreatingAdministrator.run(
                                    option(options, "megatron.user").map(UUID::fromString),
                                    arguments));
            case "seed" ->
                    System.exit(
                            SeedCommand.run(
                                    name -> option(options, "megatron." + name), arguments));
            case "keystore" ->
                    System.exit(
                            new KeepingKeys(
                                            System.getenv(),
                                            new BufferedReader(
                                                    new InputStreamReader(
                                                            System.in, StandardCharsets.UTF_8)),
                                            System.out,
                                            System.err)
                                    .run(
                                            option(options, "megatron.action").orElse(""),
                                            Path.of(
                                                    option(options, "megatron.keystore")
                                                            .orElse(""))));
            default -> {
                System.err.println(
                        "megatron.command is serve, create-administrator, seed or keystore");
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
