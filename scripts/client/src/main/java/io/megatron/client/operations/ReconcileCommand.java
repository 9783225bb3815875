package io.megatron.client.operations;

import io.grpc.StatusRuntimeException;
import io.megatron.client.ClientException;
import io.megatron.client.access.OperatorToken;
import io.megatron.client.access.TimeSpan;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.Installation;
import io.megatron.client.connection.ReadableError;
import io.megatron.operations.v1.ReconcileRequest;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.operations.v1.ReconciliationServiceGrpc;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/reconcile}. */
@Command(name = "reconcile")
public final class ReconcileCommand implements Callable<Integer> {
    private static final int CLEAN = 0;
    private static final int FOUND = 1;
    private static final int NOT_ASKED = 2;

    @Option(names = "--address")
    private @Nullable String address;

    @Option(names = "--timeout")
    private String timeout = "10m";

    @Override
    public Integer call() {
        try {
            return report(Installation.ofEnvironment(), System.out, System.err);
        } catch (ClientException foreseen) {
            System.err.println("reconcile: " + foreseen.getMessage());
            return NOT_ASKED;
        }
    }

    int report(Installation installation, PrintStream out, PrintStream err) {
        Address target = address == null ? installation.grpc() : Address.parse(address);
        Duration patience = TimeSpan.parse(timeout);
        try (Connection connection = Connection.to(target, installation.transport())) {
            ReconcileResponse answer = ask(connection, OperatorToken.of(installation), patience);
            out.println(ReconciliationReport.of(answer));
            return answer.getClean() ? CLEAN : FOUND;
        } catch (StatusRuntimeException failure) {
            err.printf(
                    "reconcile: the server at %s did not reconcile.%n%s%n",
                    target, ReadableError.of(failure));
            return NOT_ASKED;
        }
    }

    /** Asks a server to reconcile. */
    public static ReconcileResponse ask(Connection connection, String token, Duration patience) {
        return ReconciliationServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withMaxInboundMessageSize(Integer.MAX_VALUE)
                .withDeadlineAfter(patience)
                .reconcile(ReconcileRequest.getDefaultInstance());
    }
}
