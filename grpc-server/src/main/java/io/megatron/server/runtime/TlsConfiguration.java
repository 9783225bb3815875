package io.megatron.server.runtime;

import io.grpc.TlsServerCredentials.ClientAuth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * TLS for calls. Boot's server takes a bundle's managers once and keeps them, so it is given ones
 * that look up what the bundle holds by now.
 */
@Configuration(proxyBeanMethods = false)
@RunsAs(NodeRole.API)
@EnableConfigurationProperties(TlsSettings.class)
public class TlsConfiguration {
    /** What Boot reads of the files, and reads again when they change. */
    private static final String FILES = "grpc";

    /** What the server is given. */
    private static final String RENEWED = "grpc-renewed";

    @Bean
    RenewingCertificates renewingCertificates(TlsSettings settings) {
        return new RenewingCertificates(settings.clientCas() != null);
    }

    @Bean
    SslBundleRegistrar renewedBundle(RenewingCertificates certificates) {
        return registry -> registry.registerBundle(RENEWED, certificates.bundle());
    }

    /** Before the server takes its first call. */
    @Bean
    SmartInitializingSingleton loadingCertificates(
            TlsSettings settings,
            RenewingCertificates certificates,
            SslBundles bundles,
            MeterRegistry meters) {
        return () -> {
            if (settings.isOn()) {
                certificates.take(bundles.getBundle(FILES));
                bundles.addBundleUpdateHandler(FILES, certificates::renew);
                TimeGauge.builder(
                                "megatron.tls.certificate.expires.at",
                                certificates,
                                TimeUnit.SECONDS,
                                RenewingCertificates::expiresAtSeconds)
                        .description("until when the certificate is good, since 1970")
                        .register(meters);
            }
        };
    }

    /** Boot's settings cannot say "this bundle, if there is a certificate". */
    @Bean
    static BeanPostProcessor servingTls(ObjectProvider<TlsSettings> settings) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof GrpcServerProperties grpc && settings.getObject().isOn()) {
                    grpc.getSsl().setBundle(RENEWED);
                    grpc.getSsl().setClientAuth(asked(settings.getObject()));
                }
                return bean;
            }
        };
    }

    private static ClientAuth asked(TlsSettings settings) {
        if (settings.clientCas() == null) {
            return ClientAuth.NONE;
        }
        return switch (settings.clientCertificates()) {
            case REQUIRED -> ClientAuth.REQUIRE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
        };
    }

    @Bean
    KeepingCallsPrivate keepingCallsPrivate(TlsSettings settings, GrpcServerProperties grpc) {
        return new KeepingCallsPrivate(settings, grpc.getAddress());
    }
}
