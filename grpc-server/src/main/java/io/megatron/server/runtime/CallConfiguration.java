package io.megatron.server.runtime;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.megatron.server.errors.CountingErrors;
import io.megatron.server.errors.RefusalCounts;
import io.megatron.server.errors.TranslatingErrors;
import io.megatron.server.security.RememberedTokens;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.service.GrpcServiceConfigurer;

/** How calls are carried, bounded, counted and ended. */
@Configuration(proxyBeanMethods = false)
@RunsAs(NodeRole.API)
@EnableConfigurationProperties(CallSettings.class)
public class CallConfiguration {

    /**
     * Where calls that may wait are worked on, each by a thread of its own that costs next to
     * nothing. Nobody waits for one that is still at work once the server has ended.
     */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService callExecutor() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    }

    /** What comes off the wire is handed on by {@link CallThreads} alone. */
    @Bean
    GrpcServerExecutorProvider grpcServerExecutorProvider() {
        return MoreExecutors::directExecutor;
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> callThreads(
            ExecutorService callExecutor, RememberedTokens tokens) {
        return builder -> builder.callExecutor(new CallThreads(callExecutor, tokens));
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> transportLimits(CallSettings settings) {
        int readAtMost = Math.toIntExact(4 * settings.maxMessageSize().toBytes());
        return builder ->
                builder.maxConcurrentCallsPerConnection(settings.maxConcurrentPerConnection())
                        .maxInboundMessageSize(readAtMost);
    }

    @Bean
    GrpcServiceConfigurer readingRequests(ApplicationContext context, CallSettings settings) {
        return new ReadingRequests(context, settings.maxMessageSize());
    }

    @Bean
    RefusalCounts refusalCounts(MeterRegistry meters) {
        return new RefusalCounts(meters);
    }

    @Bean
    @GlobalServerInterceptor
    @Order(InterceptorOrder.TIMING_CALLS)
    ServerInterceptor timingCalls(MeterRegistry meters) {
        return new MetricCollectingServerInterceptor(meters);
    }

    @Bean
    @GlobalServerInterceptor
    @Order(InterceptorOrder.COUNTING_ERRORS)
    ServerInterceptor countingErrors(RefusalCounts counts) {
        return new CountingErrors(counts);
    }

    @Bean
    @GlobalServerInterceptor
    @Order(InterceptorOrder.BOUNDING_CALLS)
    ServerInterceptor boundingCalls(
            CallSettings settings, RefusalCounts counts, MeterRegistry meters) {
        BoundingCalls calls = new BoundingCalls(settings, counts);
        Gauge.builder("megatron.calls.in.work", calls, BoundingCalls::callsInWork)
                .description("calls being worked on")
                .register(meters);
        Gauge.builder("megatron.streams.open", calls, BoundingCalls::openStreams)
                .description("streams that are open")
                .register(meters);
        return calls;
    }

    @Bean
    @GlobalServerInterceptor
    @Order(InterceptorOrder.RELEASING_STREAMS)
    ReleasingStreams releasingStreams() {
        return new ReleasingStreams();
    }

    @Bean
    @GlobalServerInterceptor
    @Order(InterceptorOrder.INHERITING_DEADLINES)
    ServerInterceptor inheritingDeadlines() {
        return new InheritingDeadlines();
    }

    @Bean
    TranslatingErrors translatingErrors() {
        return new TranslatingErrors();
    }

    @Bean
    EndingService endingService(HealthStatusManager health, CallSettings settings) {
        return new EndingService(health, settings.shutdownNotice());
    }
}
