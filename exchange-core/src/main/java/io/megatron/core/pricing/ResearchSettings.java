package io.megatron.core.pricing;

import io.megatron.core.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the job {@code fundamental-signals} asks, and how much it may spend. Without both keys and
 * the model's address it is off.
 *
 * @param searchUrl Serper's search
 * @param searchKey Serper's key
 * @param modelUrl an inference endpoint that speaks OpenAI's protocol; {@code /chat/completions} is
 *     added to it
 * @param modelKey its key
 * @param model the model's name, as the endpoint knows it
 * @param searchTimeout how long one search may take, its body included
 * @param modelTimeout how long one answer may take, its body included
 * @param attempts how often each of them is tried, while it is busy, broken or silent
 * @param retryPause how long the first pause between two attempts is; each is twice the one before
 * @param concurrent how many assets one node asks about at once
 * @param callsPerDay how often an asset may be asked about on one day in UTC
 * @param tokensPerDay from how many tokens of the model on an asset is not asked about any more
 *     that day
 * @param maxAnswerTokens how long an answer of the model may be
 * @param maxAnswerAge how old an answer may be that a run which begins again still submits
 */
@ConfigurationProperties("megatron.signals.research")
public record ResearchSettings(
        @DefaultValue("https://google.serper.dev/search") String searchUrl,
        @DefaultValue("") Secret searchKey,
        @DefaultValue("") String modelUrl,
        @DefaultValue("") Secret modelKey,
        @DefaultValue("tgi") String model,
        @DefaultValue("10s") Duration searchTimeout,
        @DefaultValue("20s") Duration modelTimeout,
        @DefaultValue("3") int attempts,
        @DefaultValue("500ms") Duration retryPause,
        @DefaultValue("4") int concurrent,
        @DefaultValue("144") int callsPerDay,
        @DefaultValue("300000") long tokensPerDay,
        @DefaultValue("200") int maxAnswerTokens,
        @DefaultValue("30m") Duration maxAnswerAge) {

    private static final Pattern ADDRESS =
            Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d{1,5})?(/[A-Za-z0-9._~/-]*)?");

    public ResearchSettings {
        require(searchTimeout.isPositive() && modelTimeout.isPositive(), "timeouts");
        require(
                retryPause.isPositive() && maxAnswerAge.isPositive(),
                "retry-pause, max-answer-age");
        require(attempts >= 1 && concurrent >= 1, "attempts, concurrent");
        require(callsPerDay >= 1 && tokensPerDay >= 1, "calls-per-day, tokens-per-day");
        require(maxAnswerTokens >= 1, "max-answer-tokens");
    }

    /** Why the job is off; empty when it is on. It names settings, and shows none of them. */
    public Optional<String> off() {
        if (searchKey.isEmpty() || modelKey.isEmpty() || modelUrl.isEmpty()) {
            return Optional.of(
                    "MEGATRON_SIGNALS_SEARCH_KEY, MEGATRON_SIGNALS_MODEL_URL and"
                            + " MEGATRON_SIGNALS_MODEL_KEY are not all set");
        }
        if (!searchKey.isUsable() || !modelKey.isUsable()) {
            return Optional.of("a key has characters that no key has");
        }
        return isTrusted(searchUrl) && isTrusted(modelUrl)
                ? Optional.empty()
                : Optional.of(
                        "MEGATRON_SIGNALS_SEARCH_URL or MEGATRON_SIGNALS_MODEL_URL is no https"
                                + " address");
    }

    /** Keys travel encrypted, or not at all. */
    private static boolean isTrusted(String url) {
        if (!ADDRESS.matcher(url).matches()) {
            return false;
        }
        URI uri = URI.create(url);
        return "https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost()));
    }

    private static void require(boolean holds, String names) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "megatron.signals.research: " + names + " have to be above zero");
        }
    }
}
