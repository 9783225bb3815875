package io.megatron.devservices;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON-RPC with a local chain. */
final class ChainConversation {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI address;

    ChainConversation(int port) {
        address = URI.create("http://%s:%d".formatted(Ports.LOOPBACK, port));
    }

    URI address() {
        return address;
    }

    /**
     * The result of a call.
     *
     * @throws IOException if there is no answer
     * @throws DevServiceException if the answer is an error
     */
    JsonNode ask(String method, Object... parameters) throws IOException {
        String body =
                JSON.writeValueAsString(
                        Map.of(
                                "jsonrpc",
                                "2.0",
                                "id",
                                1,
                                "method",
                                method,
                                "params",
                                List.of(parameters)));
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (!answer.has("result")) {
                throw new DevServiceException(method + " was answered " + response.body());
            }
            return answer.get("result");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DevServiceException("Interrupted during " + method, interrupted);
        }
    }
}
