package io.megatron.client.demo;

import io.grpc.StatusRuntimeException;
import io.megatron.client.ClientException;
import io.megatron.client.access.MintingTokens;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.ReadableError;
import io.megatron.client.running.OwnServer;
import io.megatron.client.text.Figures;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/demo}. */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(names = "--run", required = true, hidden = true)
    private Path runScript = Path.of("scripts/run");

    @Option(names = "--keep")
    private boolean keep;

    @Override
    public Integer call() {
        System.out.println("Megatron: a server on free ports with a data folder of its own.");
        long begin = System.nanoTime();
        try (OwnServer server = OwnServer.briefly(runScript, keep)) {
            System.out.printf(
                    "Ready on %s after %s s.%n",
                    server.grpc(),
                    Figures.fixed((System.nanoTime() - begin) / NANOS_PER_SECOND, 1));
            if (!succeeds(server)) {
                return 1;
            }
            System.out.println(
                    keep
                            ? "Its folder stays in " + server.home()
                            : "Its folder goes, the pictures too; --keep leaves them.");
        }
        System.out.println("demo: OK");
        return 0;
    }

    private static boolean succeeds(OwnServer server) {
        try (Connection connection = Connection.to(server.grpc())) {
            MintingTokens tokens = MintingTokens.of(server.dataFolder(), Map.of());
            new Story(connection, tokens, server.dataFolder()).tell();
            return true;
        } catch (ClientException surprise) {
            System.err.println("demo: " + surprise.getMessage());
        } catch (StatusRuntimeException refused) {
            if (server.isClosing()) {
                return false;
            }
            System.err.println("demo: a call failed that should not: " + ReadableError.of(refused));
        }
        System.err.println(server.logTail());
        return false;
    }
}
