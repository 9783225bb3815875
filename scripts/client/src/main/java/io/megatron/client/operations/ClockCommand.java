package io.megatron.client.operations;

import io.megatron.client.access.OperatorToken;
import io.megatron.client.access.TimeSpan;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.Installation;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import io.megatron.operations.v1.GetClockRequest;
import io.megatron.operations.v1.MoveClockRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/clock}. */
@Command(name = "clock")
public final class ClockCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "forward")
    private @Nullable String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TIME")
    private @Nullable String time;

    @Option(names = "--address")
    private @Nullable String address;

    @Override
    public void run() {
        Optional<Duration> forward = forward();
        try (Connection connection = connection()) {
            ClockServiceBlockingStub clock = clock(connection);
            System.out.println(
                    forward.map(step -> ClockFace.of(clock.moveClock(move(step))))
                            .orElseGet(() -> ClockFace.of(clock.getClock(look()))));
        }
    }

    /** How far the clock is to be moved; empty where it is only looked at. */
    private Optional<Duration> forward() {
        if (action == null) {
            return Optional.empty();
        }
        if (!action.equals("forward")) {
            throw misused("there is no '%s', only 'forward'".formatted(action));
        }
        if (time == null) {
            throw misused("forward how far? A time like 7d is missing");
        }
        return Optional.of(TimeSpan.parse(time));
    }

    private ParameterException misused(String how) {
        return new ParameterException(command.commandLine(), how);
    }

    private static MoveClockRequest move(Duration step) {
        return MoveClockRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setForward(com.google.protobuf.Duration.newBuilder().setSeconds(step.toSeconds()))
                .build();
    }

    private static GetClockRequest look() {
        return GetClockRequest.getDefaultInstance();
    }

    private Connection connection() {
        Installation installation = Installation.ofEnvironment();
        return Connection.to(
                address == null ? installation.grpc() : Address.parse(address),
                installation.transport());
    }

    private static ClockServiceBlockingStub clock(Connection connection) {
        return ClockServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(
                        Connection.bearing(OperatorToken.of(Installation.ofEnvironment())))
                .withDeadlineAfter(PATIENCE);
    }
}
