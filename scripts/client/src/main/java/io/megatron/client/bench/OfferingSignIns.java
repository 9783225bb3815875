package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.connection.ReadableError;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignInResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Tries to sign in so many times a second, each time with another address that has no account:
 * which costs the server as much as one that has, and nobody is made to wait for wrong passwords.
 */
final class OfferingSignIns {
    private static final String CHECKED = "SIGN_IN_REFUSED";
    private static final String WAIT = "again after";
    private static final int MOST_IN_FLIGHT = 1_000;

    private final Target target;
    private final int rate;
    private final Duration duration;
    private final CompletableFuture<OpenLoop.Measured> ended = new CompletableFuture<>();

    OfferingSignIns(Target target, BenchSettings settings) {
        this.target = target;
        rate = settings.signIns();
        duration = settings.warmUp().plus(settings.measured());
    }

    void begin() {
        Thread.ofPlatform().name("sign-ins").start(this::offer);
    }

    private void offer() {
        try (Wire wire = target.wire(1)) {
            ended.complete(
                    new OpenLoop((number, ending) -> send(wire, ending), rate, MOST_IN_FLIGHT)
                            .run(Duration.ZERO, duration));
        } catch (InterruptedException | RuntimeException failure) {
            ended.completeExceptionally(failure);
        }
    }

    private static void send(Wire wire, Calls.Ending ending) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        SignInRequest request =
                SignInRequest.newBuilder()
                        .setEmail(
                                "%s@example.com"
                                        .formatted(new UUID(random.nextLong(), random.nextLong())))
                        .setPassword("a password of nobody's")
                        .build();
        UnaryCall.send(
                wire.of(0), IdentityServiceGrpc.getSignInMethod(), request, new Landing(ending));
    }

    /** Once all are answered. */
    OpenLoop.Measured end() {
        try {
            return ended.join();
        } catch (CompletionException failure) {
            throw new ClientException("sign-ins could not be offered", failure);
        }
    }

    /** A password that was looked at is what was asked for, right or wrong. */
    private record Landing(Calls.Ending ending) implements UnaryCall.Ending<SignInResponse> {
        @Override
        public void answered(SignInResponse answer) {
            ending.succeeded();
        }

        @Override
        public void failed(String reason, Supplier<ReadableError> error) {
            if (reason.equals(CHECKED)) {
                ending.succeeded();
            } else if (error.get().remarks().stream().anyMatch(remark -> remark.startsWith(WAIT))) {
                ending.failed(reason + " with a time to wait");
            } else {
                ending.failed(reason);
            }
        }
    }
}
