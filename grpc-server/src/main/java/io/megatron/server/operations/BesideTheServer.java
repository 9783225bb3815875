package io.megatron.server.operations;

import io.megatron.core.ExchangeCore;
import io.megatron.server.runtime.DatabaseConfiguration;
import io.megatron.server.runtime.EmbeddedServices;
import io.megatron.server.runtime.InstallationSettings;
import io.megatron.server.runtime.NodeSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The exchange's core without its server, for a single task: on the database the server is
 * configured for, which it joins where the server runs, and else starts.
 */
@Configuration(proxyBeanMethods = false)
@Import({ExchangeCore.class, DatabaseConfiguration.class})
public class BesideTheServer {

    @Bean
    MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }

    @Bean
    EmbeddedServices embeddedServices(InstallationSettings settings, NodeSettings node) {
        return EmbeddedServices.join(settings, node.dataFolder());
    }

    /**
     * Does the task and ends. What it prints is the answer; the log keeps to what went wrong.
     *
     * @return the task's exit status
     */
    static int run(ToIntFunction<ApplicationContext> task, String... arguments) {
        SpringApplication application = new SpringApplication(BesideTheServer.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        String[] quiet = Arrays.copyOf(arguments, arguments.length + 1);
        quiet[arguments.length] = "--logging.level.root=warn";
        try (ConfigurableApplicationContext context = application.run(quiet)) {
            return task.applyAsInt(context);
        }
    }
}
