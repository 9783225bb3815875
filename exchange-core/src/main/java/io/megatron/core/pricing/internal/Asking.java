package io.megatron.core.pricing.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.pricing.Claim;
import io.megatron.core.pricing.LanguageModel;
import io.megatron.core.pricing.Reply;
import io.megatron.core.pricing.SignalSettings;
import io.megatron.core.pricing.WebSearch;
import io.megatron.core.pricing.internal.ModelAnswers.Reading;
import io.megatron.curve.money.Ratio;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.pricing.Fundamental;
import io.megatron.mapper.pricing.SignalAnswer;
import io.megatron.mapper.pricing.SignalMapper;
import io.megatron.mapper.pricing.SignalResearchMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks search and model about an asset, within the day's budget, and keeps what came of it on
 * record, whatever that was.
 */
@Component
public class Asking {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int MARK_BYTES = 8;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebSearch search;
    private final LanguageModel model;
    private final SpendingBudgets budgets;
    private final SignalResearchMapper research;
    private final SignalMapper signals;
    private final BesideTheBook beside;
    private final BusinessClock clock;
    private final TimeOrderedIds ids;
    private final RandomGenerator random;
    private final SignalSettings settings;

    Asking(
            WebSearch search,
            LanguageModel model,
            SpendingBudgets budgets,
            SignalResearchMapper research,
            SignalMapper signals,
            BesideTheBook beside,
            BusinessClock clock,
            TimeOrderedIds ids,
            RandomGenerator random,
            SignalSettings settings) {
        this.search = search;
        this.model = model;
        this.budgets = budgets;
        this.research = research;
        this.signals = signals;
        this.beside = beside;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.settings = settings;
    }

    /** What came of asking, before it is on record. */
    private record Result(
            String outcome,
            String reason,
            @Nullable Ratio delta,
            @Nullable Ratio confidence,
            List<String> sources,
            String rawAnswer,
            int tokens) {

        static Result failed(Rejection code, String reason, List<String> sources) {
            return new Result(code.name(), reason, null, null, sources, "", 0);
        }
    }

    /**
     * Asks once.
     *
     * @param run the run of the job
     * @return a usable answer, or {@link Rejection#SIGNAL_BUDGET_SPENT}, {@link
     *     Rejection#SIGNAL_SOURCE_FAILED}, {@link Rejection#SIGNAL_ANSWER_UNUSABLE}
     */
    public Outcome<SignalAnswer> ask(UUID run, Asset asset) {
        Optional<LocalDate> day = budgets.takeCall(asset.id());
        if (day.isEmpty()) {
            return Outcome.refused(
                    Rejection.SIGNAL_BUDGET_SPENT,
                    "The calls or tokens of this day (UTC) for " + asset.symbol() + " are spent.");
        }
        Result result = search(asset);
        if (result.tokens() > 0) {
            budgets.addTokens(asset.id(), day.get(), result.tokens());
        }
        SignalAnswer answer = answer(run, asset, result);
        beside.write(() -> research.insert(answer));
        return answer.outcome().equals(SignalAnswer.OK)
                ? Outcome.accepted(answer)
                : Outcome.refused(Rejection.valueOf(answer.outcome()), answer.reason());
    }

    private SignalAnswer answer(UUID run, Asset asset, Result result) {
        Instant now = clock.realTime();
        return new SignalAnswer(
                ids.at(now),
                run,
                asset.id(),
                result.outcome(),
                result.reason(),
                result.delta(),
                result.confidence(),
                JSON.writeValueAsString(result.sources()),
                Texts.record(result.rawAnswer(), Claim.MAX_ANSWER_LENGTH),
                result.tokens(),
                now);
    }

    private Result search(Asset asset) {
        return switch (search.search(Research.query(asset))) {
            case Reply.Failed<List<WebSearch.Page>>(String reason) ->
                    Result.failed(Rejection.SIGNAL_SOURCE_FAILED, reason, List.of());
            case Reply.Got<List<WebSearch.Page>>(var pages) when pages.isEmpty() ->
                    Result.failed(
                            Rejection.SIGNAL_SOURCE_FAILED,
                            "The search found nothing about " + asset.symbol() + ".",
                            List.of());
            case Reply.Got<List<WebSearch.Page>>(var pages) ->
                    model(Research.of(asset, since(asset), pages, mark(), settings.maxDelta()));
        };
    }

    /** What was known at the last signal shall not count again. */
    private Instant since(Asset asset) {
        Instant aDayAgo = clock.instant().minus(A_DAY);
        return signals.fundamentals(List.of(asset.id())).stream()
                .findFirst()
                .map(Fundamental::changedAt)
                .filter(changedAt -> changedAt.isAfter(aDayAgo))
                .orElse(aDayAgo);
    }

    private String mark() {
        byte[] bytes = new byte[MARK_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Result model(Research asked) {
        return switch (model.answer(asked.instructions(), asked.material())) {
            case Reply.Failed<LanguageModel.Answer>(String reason) ->
                    Result.failed(Rejection.SIGNAL_SOURCE_FAILED, reason, asked.sources());
            case Reply.Got<LanguageModel.Answer>(var answer) -> read(asked, answer);
        };
    }

    private Result read(Research asked, LanguageModel.Answer answer) {
        return switch (ModelAnswers.read(answer.text(), settings.maxDelta())) {
            case Reading.Unusable(String reason) ->
                    new Result(
                            Rejection.SIGNAL_ANSWER_UNUSABLE.name(),
                            "The model's answer cannot be used. " + reason,
                            null,
                            null,
                            asked.sources(),
                            answer.text(),
                            answer.tokens());
            case Reading.Usable(Ratio delta, Ratio confidence) ->
                    new Result(
                            SignalAnswer.OK,
                            "",
                            delta,
                            confidence,
                            asked.sources(),
                            answer.text(),
                            answer.tokens());
        };
    }
}
