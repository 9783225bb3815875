package io.megatron.server.runtime;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** What every node has, whatever it does. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeSettings.class)
public class RuntimeConfiguration {

    @Bean
    AnnouncingReadiness announcingReadiness(
            Environment environment, ObjectProvider<GrpcServerLifecycle> grpc) {
        return new AnnouncingReadiness(environment, grpc);
    }
}
