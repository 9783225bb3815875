package io.megatron.server.identity;

import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.megatron.identity.v1.GetMeRequest;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.megatron.identity.v1.RefreshRequest;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignUpRequest;
import io.megatron.identity.v1.Tokens;
import io.megatron.identity.v1.VerifyEmailRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * People who sign up and in, as a client does it.
 *
 * @param folder the installation's data folder, where letters lie
 */
record Members(RunningExchange exchange, Path folder) {
    static final String PASSWORD = "correct horse battery";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration OFTEN = Duration.ofMillis(10);

    IdentityServiceBlockingStub anybody() {
        return IdentityServiceGrpc.newBlockingStub(exchange.channel());
    }

    IdentityServiceBlockingStub with(String accessToken) {
        return IdentityServiceGrpc.newBlockingStub(channel(accessToken));
    }

    Channel channel(String accessToken) {
        Metadata headers = new Metadata();
        headers.put(TestServer.AUTHORIZATION, "Bearer " + accessToken);
        return ClientInterceptors.intercept(
                exchange.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** The address of somebody who has an account. */
    String member() {
        String email = UUID.randomUUID() + "@example.com";
        signUp(email);
        return email;
    }

    /** From the address to the account. */
    void signUp(String email) {
        anybody().signUp(SignUpRequest.newBuilder().setEmail(email).setPassword(PASSWORD).build());
        String code =
                await().pollInterval(OFTEN)
                        .atMost(SOON)
                        .until(() -> code(email), Optional::isPresent)
                        .get();
        anybody().verifyEmail(VerifyEmailRequest.newBuilder().setCode(code).build());
    }

    Tokens signIn(String email) {
        return anybody()
                .signIn(SignInRequest.newBuilder().setEmail(email).setPassword(PASSWORD).build())
                .getTokens();
    }

    Tokens refresh(Tokens tokens) {
        return anybody()
                .refresh(
                        RefreshRequest.newBuilder()
                                .setRequestId(RunningExchange.newId())
                                .setRefreshToken(tokens.getRefreshToken())
                                .build())
                .getTokens();
    }

    /** What a token is answered, {@code OK} or the reason why not. */
    String answer(String accessToken) {
        try {
            with(accessToken).getMe(GetMeRequest.getDefaultInstance());
            return "OK";
        } catch (StatusRuntimeException refused) {
            return Failure.of(
                            () -> {
                                throw refused;
                            })
                    .reason();
        }
    }

    private Optional<String> code(String email) {
        Path mail = folder.resolve("mail");
        if (!Files.exists(mail)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(mail)) {
            return files.filter(file -> file.getFileName().toString().startsWith(email))
                    .flatMap(Members::lines)
                    .filter(line -> line.matches("[A-Za-z0-9_-]{43}"))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
