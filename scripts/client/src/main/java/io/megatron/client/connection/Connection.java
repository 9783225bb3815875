package io.megatron.client.connection;

import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One connection to a server, and what goes with a call over it. */
public final class Connection implements AutoCloseable {
    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long CLOSING_SECONDS = 5;

    private final ManagedChannel channel;

    private Connection(ManagedChannel channel) {
        this.channel = channel;
    }

    /** To a server of our own, which listens on loopback and needs no TLS. */
    public static Connection to(Address address) {
        return to(address, Transport.PLAINTEXT);
    }

    public static Connection to(Address address, Transport transport) {
        return new Connection(transport.to(address).build());
    }

    public ManagedChannel channel() {
        return channel;
    }

    /** Makes a stub's calls carry a token. */
    public static CallCredentials bearing(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return new CallCredentials() {
            @Override
            public void applyRequestMetadata(
                    RequestInfo call, Executor executor, MetadataApplier applier) {
                applier.apply(headers);
            }
        };
    }

    @Override
    public void close() {
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
