package io.megatron.core.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.assets.AssetView;
import io.megatron.core.assets.ReadingAssets;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.pricing.internal.Asking;
import io.megatron.core.pricing.internal.SpendingBudgets;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Signal;
import io.megatron.mapper.pricing.SignalAnswer;
import io.megatron.mapper.pricing.SignalResearchMapper;
import io.megatron.mapper.pricing.SignalResearchMapper.Spent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes signals of what the web says: a search, a language model that reads what was found, and a
 * {@link SubmittingSignals} like any oracle's. Each asset costs money, so each has a budget;
 * without keys nothing is asked at all.
 */
@Component
public class GatheringSignals {
    private static final String JOB = "fundamental-signals";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final ReadingAssets assets;
    private final Asking asking;
    private final SpendingBudgets budgets;
    private final SubmittingSignals submitting;
    private final SignalResearchMapper research;
    private final BusinessClock clock;
    private final ResearchSettings settings;
    private final MeterRegistry meters;
    private final Semaphore places;

    GatheringSignals(
            ReadingAssets assets,
            Asking asking,
            SpendingBudgets budgets,
            SubmittingSignals submitting,
            SignalResearchMapper research,
            BusinessClock clock,
            ResearchSettings settings,
            MeterRegistry meters) {
        this.assets = assets;
        this.asking = asking;
        this.budgets = budgets;
        this.submitting = submitting;
        this.research = research;
        this.clock = clock;
        this.settings = settings;
        this.meters = meters;
        places = new Semaphore(settings.concurrent());
    }

    /** Why nothing is asked; empty where it is. */
    public Optional<String> off() {
        return settings.off();
    }

    /** Assets to be asked about, in the order of ids, after one of them. */
    public List<AssetId> traded(Optional<AssetId> after, int limit) {
        return research.traded(after.orElse(null), limit);
    }

    public long countTraded() {
        return research.countTraded();
    }

    /** What an asset has left of today's budget. */
    public record Left(int calls, long tokens) {
        public boolean isSpent() {
            return calls == 0 || tokens == 0;
        }
    }

    /** Costs nothing and asks nobody. */
    public Left left(AssetId asset) {
        Spent spent = budgets.today(asset);
        return new Left(
                Math.max(0, settings.callsPerDay() - spent.calls()),
                Math.max(0, settings.tokensPerDay() - spent.tokens()));
    }

    /**
     * Asks about an asset and submits what came of it. The same run asks about an asset once: when
     * it begins again it submits the answer it had, under the same request id, unless that has
     * grown old.
     *
     * @param run the run of the job
     * @return the signal, or {@link Rejection#ASSET_NOT_FOUND}, what {@link Asking#ask} refuses,
     *     and what {@link SubmittingSignals#submit} refuses; a doubtful answer is
     *     SIGNAL_CONFIDENCE_TOO_LOW
     */
    public Outcome<Signal> gather(UUID run, AssetId id, Deadline deadline) {
        Optional<Asset> asset = assets.withId(id).map(AssetView::asset);
        if (asset.isEmpty()) {
            return Outcome.refused(Rejection.ASSET_NOT_FOUND, "There is no asset " + id + ".");
        }
        return counted(
                switch (answer(run, asset.get())) {
                    case Outcome.Accepted<SignalAnswer>(SignalAnswer answer, boolean ignored) ->
                            submitting.submit(call(run, id), claim(answer), deadline);
                    case Outcome.Refused<SignalAnswer>(var refusal) -> Outcome.refused(refusal);
                });
    }

    private Outcome<Signal> counted(Outcome<Signal> outcome) {
        String code =
                switch (outcome) {
                    case Outcome.Accepted<Signal> accepted -> SignalAnswer.OK;
                    case Outcome.Refused<Signal>(var refusal) -> refusal.code().name();
                };
        meters.counter("megatron.signals.gathered", "outcome", code).increment();
        return outcome;
    }

    private Outcome<SignalAnswer> answer(UUID run, Asset asset) {
        SignalAnswer kept =
                research.usable(run, asset.id(), clock.realTime().minus(settings.maxAnswerAge()));
        if (kept != null) {
            return Outcome.accepted(kept);
        }
        places.acquireUninterruptibly();
        try {
            return asking.ask(run, asset);
        } finally {
            places.release();
        }
    }

    /** By what it is about, not by what it claims: however often a run asks, it says it once. */
    private static Call call(UUID run, AssetId asset) {
        return Call.ofJob(
                JOB, "SubmitSignal", Map.of("asset_id", asset.toString(), "run", run.toString()));
    }

    private static Claim claim(SignalAnswer answer) {
        return new Claim(
                answer.assetId(),
                Objects.requireNonNull(answer.delta()),
                Objects.requireNonNull(answer.confidence()),
                JSON.readValue(answer.sources(), STRINGS),
                answer.rawAnswer());
    }
}
