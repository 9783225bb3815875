package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.access.DevelopmentUsers;
import io.megatron.client.access.MintingTokens;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.Installation;
import io.megatron.client.operations.Operator;
import io.megatron.client.operations.ReconcileCommand;
import io.megatron.client.operations.ReconciliationReport;
import io.megatron.client.running.OwnServer;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.options.v1.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and how to get at all of it.
 *
 * @param nodes servers on the same database
 * @param data the data folder of the first
 */
record Target(List<Node> nodes, Installation installation, Path data) {
    private static final Duration TTL = Duration.ofHours(12);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    Target {
        nodes = List.copyOf(nodes);
    }

    /**
     * A server.
     *
     * @param pid its process, where it is known
     */
    record Node(Address grpc, Address management, OptionalLong pid) {
        static Node of(OwnServer server) {
            return new Node(server.grpc(), server.management(), OptionalLong.of(server.pid()));
        }
    }

    static Target of(OwnServer server) {
        return new Target(
                List.of(Node.of(server)), new Installation(Map.of()), server.dataFolder());
    }

    /** The same with another node, which gets as many calls. */
    Target and(OwnServer another) {
        return new Target(
                Stream.concat(nodes.stream(), Stream.of(Node.of(another))).toList(),
                installation,
                data);
    }

    /**
     * @param management null for where the settings say
     */
    static Target running(Address grpc, @Nullable Address management, OptionalLong pid) {
        Installation installation = Installation.ofEnvironment();
        Node node =
                new Node(grpc, management == null ? installation.management() : management, pid);
        return new Target(List.of(node), installation, installation.dataFolder());
    }

    Connection connect() {
        return Connection.to(nodes.getFirst().grpc(), installation.transport());
    }

    Wire wire(int connections) {
        return new Wire(
                nodes.stream().map(Node::grpc).toList(), installation.transport(), connections);
    }

    MintingTokens tokens() {
        return MintingTokens.of(data, installation.environment());
    }

    /** A token of whoever has the role in development. */
    String token(Role role) {
        return tokens().mint(DevelopmentUsers.of(role), role, TTL);
    }

    Operator operator(Connection connection) {
        return new Operator(connection, token(Role.ROLE_OPS), "the bench", PATIENCE);
    }

    /** Whether the books are right; what is not is told on standard error. */
    boolean reconciles() {
        try (Connection connection = connect()) {
            ReconcileResponse answer =
                    ReconcileCommand.ask(connection, token(Role.ROLE_OPS), PATIENCE);
            if (!answer.getClean()) {
                System.err.println(ReconciliationReport.of(answer));
            }
            return answer.getClean();
        }
    }

    /** What the books of all nodes have counted. */
    BookFigures book() throws InterruptedException {
        return books().stream().reduce(BookFigures.NONE, BookFigures::plus);
    }

    /** What the book of each node has counted. */
    List<BookFigures> books() throws InterruptedException {
        List<BookFigures> books = new ArrayList<>();
        for (Node node : nodes) {
            books.add(BookFigures.of(Metrics.read(node.management())));
        }
        return books;
    }

    /** Of the node that ever had most. */
    OptionalLong peakMegabytes() {
        return nodes.stream()
                .flatMapToLong(node -> node.pid().stream())
                .flatMap(pid -> ServerMemory.peakMegabytes(pid).stream())
                .max();
    }

    /** Of all nodes together, now; nothing where one of them is not known. */
    OptionalLong megabytes() {
        List<OptionalLong> each =
                nodes.stream()
                        .map(
                                node ->
                                        node.pid().isPresent()
                                                ? ServerMemory.megabytes(node.pid().getAsLong())
                                                : OptionalLong.empty())
                        .toList();
        return each.stream().allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(each.stream().mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }

    /** A metric of all nodes together. */
    double metric(String name) throws InterruptedException {
        double sum = 0;
        for (Node node : nodes) {
            sum += Metrics.read(node.management()).required(name);
        }
        return sum;
    }

    /** Settings for another node on the same database, which answers calls only. */
    Map<String, String> settingsOfAnotherNode() {
        return Map.of(
                "MEGATRON_ENVIRONMENT",
                "development",
                "MEGATRON_ROLES",
                "api",
                "MEGATRON_DATA",
                data.toString(),
                "MEGATRON_POSTGRES_URL",
                postgresUrl().replace("megatron_owner", "megatron_app"),
                "MEGATRON_POSTGRES_OWNER_URL",
                postgresUrl(),
                "MEGATRON_REDIS_URL",
                "redis://127.0.0.1:" + port("redis"));
    }

    /** The address of a role that may create schemas: the one that migrates. */
    String postgresUrl() {
        String configured = installation.setting("MEGATRON_POSTGRES_OWNER_URL", "");
        return configured.isEmpty() ? embeddedPostgresUrl() : configured;
    }

    private String embeddedPostgresUrl() {
        return "jdbc:postgresql://127.0.0.1:%s/megatron?user=megatron_owner"
                .formatted(port("postgres"));
    }

    /** Of one of the embedded servers. */
    private String port(String service) {
        Path file = data.resolve(service).resolve(service + ".port");
        try {
            return Files.readString(file).strip();
        } catch (IOException absent) {
            throw new ClientException(
                    "where is the server's Postgres? Set MEGATRON_POSTGRES_OWNER_URL, or"
                            + " MEGATRON_DATA to the data folder of an embedded one ("
                            + file
                            + " is not there)",
                    absent);
        }
    }
}
