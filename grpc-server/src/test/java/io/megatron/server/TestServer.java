package io.megatron.server;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.AssetServiceGrpc.AssetServiceBlockingStub;
import io.megatron.server.ServerWithoutExchange.ScriptedAssets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** A running {@link ServerWithoutExchange}, and the ways to call it. */
public final class TestServer implements AutoCloseable {
    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ConfigurableApplicationContext context;
    private final ManagedChannel channel;
    private final TokenForge forge;
    private final int port;

    private TestServer(ConfigurableApplicationContext context, TokenForge forge) {
        this.context = context;
        this.forge = forge;
        port = context.getBean(GrpcServerLifecycle.class).getPort();
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    /**
     * Starts it on a port of its own.
     *
     * @param folder for the public key
     * @param settings environment variables as {@code NAME=value}
     */
    public static TestServer start(Path folder, String... settings) throws IOException {
        KeyPair keys = TokenForge.usualKeys();
        Path publicKey =
                Files.writeString(folder.resolve("public.pem"), TokenForge.publicKeyPem(keys));
        Map<String, String> all = new HashMap<>();
        all.put("MEGATRON_JWT_PUBLIC_KEY_FILE", publicKey.toString());
        all.put("MEGATRON_JWT_ISSUER", TokenForge.ISSUER);
        all.put("MEGATRON_JWT_AUDIENCE", TokenForge.AUDIENCE);
        all.put("MEGATRON_GRPC_PORT", "0");
        all.put("MEGATRON_SHUTDOWN_NOTICE", "0s");
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        String[] arguments =
                all.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new);
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(ServerWithoutExchange.class)
                        .web(WebApplicationType.NONE)
                        .run(arguments);
        return new TestServer(context, new TokenForge(keys));
    }

    public int port() {
        return port;
    }

    public TokenForge forge() {
        return forge;
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public Channel channel() {
        return channel;
    }

    public ScriptedAssets script() {
        return context.getBean(ScriptedAssets.class);
    }

    /** Calls with the token of a user. */
    public AssetServiceBlockingStub assets() {
        return assets("Bearer " + forge.token("user"));
    }

    /** Calls with these authorization headers, or with none. */
    public AssetServiceBlockingStub assets(String... authorization) {
        Metadata headers = new Metadata();
        for (String value : authorization) {
            headers.put(AUTHORIZATION, value);
        }
        ClientInterceptor attach = MetadataUtils.newAttachHeadersInterceptor(headers);
        return AssetServiceGrpc.newBlockingStub(channel).withInterceptors(attach);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        context.close();
    }
}
