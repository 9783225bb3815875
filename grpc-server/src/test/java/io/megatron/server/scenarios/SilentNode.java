package io.megatron.server.scenarios;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Stands before a node of the chain and passes everything on, until it falls silent: from then on
 * the node hears nothing and nobody gets an answer, so that a server stays where it is.
 */
final class SilentNode implements AutoCloseable {
    private static final int OK = 200;

    private final URI node;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private BooleanSupplier end = () -> false;
    private String last = "";
    private CompletableFuture<Void> silence = CompletableFuture.completedFuture(null);

    SilentNode(String node) {
        this.node = URI.create(node);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Falls silent when this is so, which it asks before it passes a call on. */
    synchronized void fallSilentOnce(BooleanSupplier so) {
        end = so;
    }

    /** Passes the next call of a method on, and keeps its answer to itself. */
    synchronized void fallSilentAfter(String method) {
        last = method;
    }

    synchronized boolean isSilent() {
        return !silence.isDone();
    }

    /** Whoever waits for an answer gets none, and what comes from now on is passed on again. */
    synchronized void speakAgain() {
        end = () -> false;
        last = "";
        silence.complete(null);
    }

    /** How many calls of a method have reached the node. */
    long passed(String method) {
        return passed.stream().filter(call -> call.contains(quoted(method))).count();
    }

    private static String quoted(String method) {
        return '"' + method + '"';
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            CompletableFuture<Void> before = beforeIt();
            if (!before.isDone()) {
                before.join();
                return;
            }
            passed.add(call);
            byte[] answer = pass(call);
            CompletableFuture<Void> after = afterIt(call);
            if (!after.isDone()) {
                after.join();
                return;
            }
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(OK, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private synchronized CompletableFuture<Void> beforeIt() {
        if (silence.isDone() && end.getAsBoolean()) {
            silence = new CompletableFuture<>();
        }
        return silence;
    }

    private synchronized CompletableFuture<Void> afterIt(String call) {
        if (silence.isDone() && !last.isEmpty() && call.contains(quoted(last))) {
            silence = new CompletableFuture<>();
        }
        return silence;
    }

    private byte[] pass(String call) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(node)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(call))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new IOException(closed);
        }
    }

    @Override
    public void close() {
        speakAgain();
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }
}
