package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.Reply;
import io.megatron.core.pricing.ResearchSettings;
import io.megatron.core.pricing.WebSearch;
import io.megatron.core.pricing.internal.OutboundCalls.FailedCallException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Serper's Google search: {@code POST /search} with the key in {@code X-API-KEY}. */
@Component
public class SerperSearch implements WebSearch {
    private static final int PAGES = 8;
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final OutboundCalls calls;
    private final ResearchSettings settings;

    SerperSearch(OutboundCalls calls, ResearchSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    private record Question(String q, int num) {}

    private record Results(@Nullable List<Result> organic) {}

    private record Result(
            @Nullable String title,
            @Nullable String link,
            @Nullable String snippet,
            @Nullable String date) {

        Page page() {
            return new Page(text(title), text(link), text(snippet), text(date));
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    @Override
    public Reply<List<Page>> search(String query) {
        try {
            String body =
                    calls.post(
                            URI.create(settings.searchUrl()),
                            Map.of("X-API-KEY", settings.searchKey().reveal()),
                            JSON.writeValueAsString(new Question(query, PAGES)),
                            settings.searchTimeout());
            return pages(JSON.readValue(body, Results.class));
        } catch (FailedCallException e) {
            return new Reply.Failed<>("The search " + e.getMessage() + ".");
        } catch (JacksonException e) {
            return new Reply.Failed<>("The search did not answer with results in JSON.");
        }
    }

    private static Reply<List<Page>> pages(@Nullable Results results) {
        List<Result> organic = results == null ? null : results.organic();
        return organic == null
                ? new Reply.Failed<>("The search did not answer with results in JSON.")
                : new Reply.Got<>(organic.stream().limit(PAGES).map(Result::page).toList());
    }
}
