package io.megatron.core.pricing.internal;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.TokenUsage;
import io.megatron.core.pricing.LanguageModel;
import io.megatron.core.pricing.Reply;
import io.megatron.core.pricing.ResearchSettings;
import io.megatron.core.pricing.internal.OutboundCalls.FailedCallException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A model behind an endpoint that speaks OpenAI's protocol, as inference endpoints do. The request
 * is made and the answer read by LangChain4j; what goes over the network is {@link OutboundCalls}'.
 */
@Component
public class OpenAiModel implements LanguageModel {
    private static final ResponseFormat NUMBERS =
            ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(
                            JsonSchema.builder()
                                    .name("signal")
                                    .rootElement(
                                            JsonObjectSchema.builder()
                                                    .addNumberProperty("delta")
                                                    .addNumberProperty("confidence")
                                                    .required("delta", "confidence")
                                                    .additionalProperties(false)
                                                    .build())
                                    .build())
                    .build();

    private final OutboundCalls calls;
    private final ResearchSettings settings;

    OpenAiModel(OutboundCalls calls, ResearchSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @Override
    public Reply<Answer> answer(String instructions, String material) {
        ChatRequest question =
                ChatRequest.builder()
                        .messages(SystemMessage.from(instructions), UserMessage.from(material))
                        .responseFormat(NUMBERS)
                        .build();
        try {
            return answer(model().chat(question));
        } catch (RuntimeException e) {
            // What the library says of a failure may quote what was sent or received.
            return new Reply.Failed<>("The model " + reason(e) + ".");
        }
    }

    private Reply<Answer> answer(ChatResponse response) {
        String text = Objects.requireNonNullElse(response.aiMessage().text(), "");
        return new Reply.Got<>(new Answer(text, tokens(response.tokenUsage())));
    }

    /** An endpoint that does not say what it cost is taken to have cost all it may. */
    private int tokens(@Nullable TokenUsage usage) {
        Integer total = usage == null ? null : usage.totalTokenCount();
        return total == null || total < 0
                ? Research.MOST_TOKENS + settings.maxAnswerTokens()
                : total;
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedCallException failed) {
                return String.valueOf(failed.getMessage());
            }
        }
        return "answered with something that is no chat completion";
    }

    private ChatModel model() {
        return OpenAiChatModel.builder()
                .httpClientBuilder(new Bounded())
                .baseUrl(settings.modelUrl())
                .apiKey(settings.modelKey().reveal())
                .modelName(settings.model())
                .temperature(0.0)
                .maxTokens(settings.maxAnswerTokens())
                .strictJsonSchema(true)
                .timeout(settings.modelTimeout())
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    /** The library's way to the network, over ours. */
    private final class Bounded implements HttpClientBuilder, HttpClient {
        @Override
        public SuccessfulHttpResponse execute(HttpRequest request) {
            String body =
                    calls.post(
                            URI.create(request.url()),
                            headers(request.headers()),
                            request.body(),
                            settings.modelTimeout());
            return SuccessfulHttpResponse.builder()
                    .statusCode(200)
                    .headers(Map.of("Content-Type", List.of("application/json")))
                    .body(body)
                    .build();
        }

        private static Map<String, String> headers(Map<String, List<String>> all) {
            Map<String, String> headers = new HashMap<>();
            all.forEach(
                    (name, values) -> {
                        if (!name.equalsIgnoreCase("content-type")) {
                            headers.put(name, String.join(", ", values));
                        }
                    });
            return headers;
        }

        @Override
        public void execute(
                HttpRequest request,
                ServerSentEventParser parser,
                ServerSentEventListener listener) {
            throw new UnsupportedOperationException("answers are not streamed");
        }

        @Override
        public Duration connectTimeout() {
            return settings.modelTimeout();
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration ignored) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return settings.modelTimeout();
        }

        @Override
        public HttpClientBuilder readTimeout(Duration ignored) {
            return this;
        }

        @Override
        public HttpClient build() {
            return this;
        }
    }
}
