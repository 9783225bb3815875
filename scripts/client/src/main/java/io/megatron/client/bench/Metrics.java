package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.connection.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server shows in Prometheus' text form, summed over labels. */
record Metrics(Map<String, Double> sums) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{.*})? ([^ ]+)(?: [0-9]+)?");

    Metrics {
        sums = Map.copyOf(sums);
    }

    static Metrics read(Address management) throws InterruptedException {
        URI uri = URI.create("http://%s/actuator/prometheus".formatted(management));
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new ClientException("%s answers %d".formatted(uri, answer.statusCode()));
            }
            return parse(answer.body());
        } catch (IOException failure) {
            throw new ClientException(
                    "cannot read %s (%s); where are the metrics? See --management"
                            .formatted(uri, failure),
                    failure);
        }
    }

    static Metrics parse(String text) {
        Map<String, Double> sums = new HashMap<>();
        for (String line : text.lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (!line.startsWith("#") && sample.matches()) {
                sums.merge(sample.group(1), number(sample.group(2)), Double::sum);
            }
        }
        return new Metrics(sums);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    double required(String name) {
        Double value = sums.get(name);
        if (value == null) {
            throw new ClientException("the server does not show the metric " + name);
        }
        return value;
    }
}
