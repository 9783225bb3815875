package io.megatron.core.pricing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A search and a model on this machine, which answer over HTTP in the formats of Serper and of an
 * OpenAI-compatible endpoint. What they answer next is scripted; without a script they answer well.
 */
final class OutsideWorld implements AutoCloseable {
    static final String SEARCH_KEY = "search-key-4711";
    static final String MODEL_KEY = "model-key-0815";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Service search = new Service("X-API-KEY", SEARCH_KEY);
    private final Service model = new Service("Authorization", "Bearer " + MODEL_KEY);

    OutsideWorld() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/search", search::handle);
        server.createContext("/v1/chat/completions", model::handle);
        server.start();
        reset();
    }

    /** How a service answers a request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** One of the two. */
    static final class Service {
        private final String keyHeader;
        private final String key;
        private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
        private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();
        private volatile Answer otherwise = status(500, "not set up");

        Service(String keyHeader, String key) {
            this.keyHeader = keyHeader;
            this.key = key;
        }

        private void handle(HttpExchange exchange) throws IOException {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try (exchange) {
                asked.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
                if (!key.equals(exchange.getRequestHeaders().getFirst(keyHeader))) {
                    status(401, "Incorrect API key provided").to(exchange);
                    return;
                }
                Answer next = script.poll();
                (next == null ? otherwise : next).to(exchange);
            } finally {
                inside.decrementAndGet();
            }
        }

        /** What it answers first, then what it answers otherwise. */
        void answers(Answer... next) {
            script.addAll(List.of(next));
        }

        void always(Answer answer) {
            otherwise = answer;
        }

        List<JsonNode> asked() {
            return asked;
        }

        int mostAtOnce() {
            return mostInside.get();
        }

        private void reset(Answer usual) {
            script.clear();
            asked.clear();
            mostInside.set(0);
            otherwise = usual;
        }
    }

    Service search() {
        return search;
    }

    Service model() {
        return model;
    }

    void reset() {
        search.reset(found(page("It rained", "Two days of rain in Paris.")));
        model.reset(says("{\"delta\": 0.1, \"confidence\": 0.8}"));
    }

    static Answer status(int status, String body) {
        return exchange -> respond(exchange, status, body);
    }

    /** Busy, and says for how long. */
    static Answer busyFor(int seconds) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds));
            respond(exchange, 429, "{\"error\": \"rate limited\"}");
        };
    }

    /** Sends its headers at once and its body never. */
    static Answer silence(CountDownLatch until) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    static Map<String, Object> page(String title, String snippet) {
        return Map.of(
                "title",
                title,
                "link",
                "https://weather.example/" + Integer.toHexString(title.hashCode()),
                "snippet",
                snippet,
                "date",
                "3 hours ago",
                "position",
                1);
    }

    /** Serper's answer. */
    @SafeVarargs
    static Answer found(Map<String, Object>... pages) {
        return status(
                200,
                JSON.writeValueAsString(
                        Map.of(
                                "searchParameters",
                                Map.of("q", "x", "type", "search", "engine", "google"),
                                "organic",
                                List.of(pages),
                                "credits",
                                1)));
    }

    /** An endpoint's answer. */
    static Answer says(String content) {
        return status(
                200,
                JSON.writeValueAsString(
                        Map.of(
                                "id",
                                "chatcmpl-1",
                                "object",
                                "chat.completion",
                                "created",
                                1_700_000_000,
                                "model",
                                "tgi",
                                "choices",
                                List.of(
                                        Map.of(
                                                "index",
                                                0,
                                                "finish_reason",
                                                "stop",
                                                "message",
                                                Map.of("role", "assistant", "content", content))),
                                "usage",
                                Map.of(
                                        "prompt_tokens", 900,
                                        "completion_tokens", 20,
                                        "total_tokens", 920))));
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Settings of an exchange that asks here. */
    String[] settings(String... more) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        List<String> settings = new ArrayList<>();
        settings.add("megatron.signals.research.search-url=" + address + "/search");
        settings.add("megatron.signals.research.search-key=" + SEARCH_KEY);
        settings.add("megatron.signals.research.model-url=" + address + "/v1");
        settings.add("megatron.signals.research.model-key=" + MODEL_KEY);
        settings.add("megatron.signals.research.model=tgi");
        settings.add("megatron.signals.research.retry-pause=1ms");
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
