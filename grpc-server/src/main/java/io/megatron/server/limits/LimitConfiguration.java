package io.megatron.server.limits;

import io.grpc.ServerInterceptor;
import io.megatron.core.events.Redis;
import io.megatron.server.runtime.InterceptorOrder;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;

/** Limits of calls, shared where there is a Redis. */
@Configuration(proxyBeanMethods = false)
@RunsAs(NodeRole.API)
@EnableConfigurationProperties(LimitSettings.class)
public class LimitConfiguration {

    /** Null where this node counts by itself. */
    @Bean
    @Nullable SharingLimits sharingLimits(ObjectProvider<Redis> redis) {
        Redis common = redis.getIfAvailable();
        return common == null || !common.isConfigured() ? null : new SharingLimits(common);
    }

    @Bean
    CallLimits callLimits(LimitSettings settings, ObjectProvider<SharingLimits> sharing) {
        Limit.Sharing shared = sharing.getIfAvailable();
        return new CallLimits(
                settings,
                System::nanoTime,
                shared == null ? (limit, who, allowance) -> allowance.tell() : shared);
    }

    @Bean
    @GlobalServerInterceptor
    @Order(InterceptorOrder.LIMITING)
    ServerInterceptor limitingCalls(CallLimits limits, LimitSettings settings) {
        return new LimitingCalls(limits, new FindingOrigins(settings.forwarders()));
    }
}
