package io.megatron.server.runtime;

import io.megatron.core.ledger.BookPace;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** What every node has, whatever it does. */
@Configuration(proxyBeanMethods = false)
public class RuntimeConfiguration {

    @Bean
    EmbeddedServices embeddedServices(
            InstallationSettings settings, CustodySettings custody, NodeSettings node) {
        return EmbeddedServices.start(settings, custody, node.dataFolder());
    }

    /** A node that nobody calls has only jobs, and they have time. */
    @Bean
    BookPace bookPace(NodeSettings node) {
        return new BookPace(!node.roles().contains(NodeRole.API));
    }

    @Bean
    AnnouncingReadiness announcingReadiness(
            Environment environment, ObjectProvider<GrpcServerLifecycle> grpc) {
        return new AnnouncingReadiness(environment, grpc);
    }
}
