package io.megatron.server;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.assets.v1.CreateAssetResponse;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.assets.v1.GetAssetResponse;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.server.limits.LimitConfiguration;
import io.megatron.server.runtime.CallConfiguration;
import io.megatron.server.runtime.TlsConfiguration;
import io.megatron.server.security.ListingEndedSessions;
import io.megatron.server.security.ListingGrantedRoles;
import io.megatron.server.security.SecurityConfiguration;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerObservationAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerServicesAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.health.GrpcServerHealthAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The real server, door and all, in front of one service that does what the test says, so that what
 * every call passes can be tested without an exchange behind it. It is no {@code @Configuration},
 * which the real server would find by scanning.
 */
@Import({
    SecurityConfiguration.class,
    CallConfiguration.class,
    TlsConfiguration.class,
    LimitConfiguration.class
})
@ImportAutoConfiguration({
    SslAutoConfiguration.class,
    ObservationAutoConfiguration.class,
    MetricsAutoConfiguration.class,
    SimpleMetricsExportAutoConfiguration.class,
    CompositeMeterRegistryAutoConfiguration.class,
    GrpcServerAutoConfiguration.class,
    GrpcServerServicesAutoConfiguration.class,
    GrpcServerHealthAutoConfiguration.class,
    GrpcServerObservationAutoConfiguration.class
})
public class ServerWithoutExchange {

    @Bean
    ScriptedAssets scriptedAssets() {
        return new ScriptedAssets();
    }

    /** Calls that need no token; each answers UNIMPLEMENTED. */
    @Bean
    BindableService identity() {
        return new IdentityServiceGrpc.IdentityServiceImplBase() {};
    }

    @Bean
    ListingEndedSessions listingEndedSessions() {
        return () -> ListingEndedSessions.Ended.NOTHING;
    }

    @Bean
    ListingGrantedRoles listingGrantedRoles() {
        return Map::of;
    }

    /** Answers GetAsset as the test says; it may throw. */
    public static final class ScriptedAssets extends AssetServiceGrpc.AssetServiceImplBase {
        private volatile Function<GetAssetRequest, GetAssetResponse> answer =
                request -> GetAssetResponse.getDefaultInstance();

        public void answer(Function<GetAssetRequest, GetAssetResponse> script) {
            answer = script;
        }

        @Override
        public void getAsset(GetAssetRequest request, StreamObserver<GetAssetResponse> observer) {
            observer.onNext(answer.apply(request));
            observer.onCompleted();
        }

        @Override
        public void createAsset(
                CreateAssetRequest request, StreamObserver<CreateAssetResponse> observer) {
            observer.onNext(CreateAssetResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
