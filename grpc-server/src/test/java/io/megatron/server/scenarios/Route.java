package io.megatron.server.scenarios;

import java.time.Duration;
import java.util.List;

/**
 * Where a caller sends an order, and where it sends it again if it hears nothing.
 *
 * @param nodes the first one first
 * @param deadline how long an answer may take
 */
record Route(List<Node> nodes, Duration deadline) {
    private static final Duration PATIENT = Duration.ofSeconds(45);

    /** A server and what it is called. */
    record Node(String name, ServerClient client) {}

    static Route to(String name, ServerClient client) {
        return new Route(List.of(new Node(name, client)), PATIENT);
    }

    /** For the first try, the second, and so on. */
    Node node(int attempt) {
        return nodes.get(attempt % nodes.size());
    }
}
