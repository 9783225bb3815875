package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.ResearchSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Calls services outside: within a time, which the body counts for too; a bounded number of times
 * with growing pauses; reading no more than {@value #MAX_BODY_BYTES} bytes; following nobody
 * elsewhere, since a key goes with every call. What is said of a failure has nothing of the call in
 * it.
 */
@Component
public class OutboundCalls {
    static final int MAX_BODY_BYTES = 256 * 1024;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERRORS = 500;
    private static final int OK = 200;

    private final ResearchSettings settings;
    private final RandomGenerator random;
    private final HttpClient client;
    private volatile boolean closing;

    OutboundCalls(ResearchSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.searchTimeout())
                        .build();
    }

    /** A call failed for good; the message is a sentence of ours. */
    static final class FailedCallException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedCallException(String message) {
            super(message);
        }
    }

    /** One attempt, that came to something or may be made again after a pause. */
    private sealed interface Attempt {
        record Answered(String body) implements Attempt {}

        record Again(String reason, Duration pause) implements Attempt {}
    }

    /**
     * Posts JSON and reads what comes.
     *
     * @throws FailedCallException when no attempt was answered with 200
     */
    String post(URI uri, Map<String, String> headers, String body, Duration timeout) {
        String reason = "";
        for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
            switch (attempt(request(uri, headers, body, timeout), timeout)) {
                case Attempt.Answered(String answer) -> {
                    return answer;
                }
                case Attempt.Again(String why, Duration pause) -> {
                    reason = why;
                    if (attempt < settings.attempts()) {
                        pause(pause.isZero() ? backoff(attempt) : pause);
                    }
                }
            }
        }
        throw new FailedCallException(reason + ", after " + settings.attempts() + " attempts");
    }

    private static HttpRequest request(
            URI uri, Map<String, String> headers, String body, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    private Attempt attempt(HttpRequest request, Duration timeout) {
        requireOpen();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BODY_BYTES));
        try {
            return attempt(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Attempt.Again(
                    "gave no answer within " + timeout.toMillis() + " ms", Duration.ZERO);
        } catch (ExecutionException e) {
            requireOpen();
            return failed(Objects.requireNonNullElse(e.getCause(), e), timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedCallException("was not waited for");
        } finally {
            answer.cancel(true);
        }
    }

    private static Attempt attempt(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == OK) {
            return new Attempt.Answered(response.body());
        }
        if (status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= SERVER_ERRORS) {
            return new Attempt.Again("answered with status " + status, retryAfter(response));
        }
        throw new FailedCallException("answered with status " + status);
    }

    private static Attempt failed(Throwable cause, Duration timeout) {
        return switch (cause) {
            case HttpTimeoutException late ->
                    new Attempt.Again(
                            "gave no answer within " + timeout.toMillis() + " ms", Duration.ZERO);
            case IOException broken when isTooLong(broken) ->
                    throw new FailedCallException(
                            "answered more than " + MAX_BODY_BYTES + " bytes");
            case IOException broken ->
                    new Attempt.Again(
                            "broke the connection off (" + broken.getClass().getSimpleName() + ")",
                            Duration.ZERO);
            default ->
                    throw new FailedCallException(
                            "could not be called (" + cause.getClass().getSimpleName() + ")");
        };
    }

    private static boolean isTooLong(IOException broken) {
        return String.valueOf(broken.getMessage()).contains("body exceeds capacity");
    }

    /** In whole seconds, as services send it; zero where it is missing, or a date. */
    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)
                .orElse(Duration.ZERO);
    }

    /** Twice as long each time, and up to half of it more, so that callers do not come together. */
    private Duration backoff(int attempt) {
        Duration pause = settings.retryPause().multipliedBy(1L << Math.min(attempt - 1, 20));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return bounded.plusMillis(random.nextLong(bounded.toMillis() / 2 + 1));
    }

    private void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedCallException("was not waited for");
        }
    }

    private void requireOpen() {
        if (closing) {
            throw new FailedCallException("was not waited for, since this node is stopping");
        }
    }

    /** Before anything is stopped: whoever waits for an answer would hold the node up. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closing = true;
        client.shutdownNow();
    }
}
