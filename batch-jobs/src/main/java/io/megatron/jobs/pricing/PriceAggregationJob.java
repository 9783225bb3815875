package io.megatron.jobs.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.pricing.AggregatingPrices;
import io.megatron.core.pricing.AggregatingPrices.Made;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.AssetTrades;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes candles of trades. Every run brings all assets up to their last trades. One that an
 * operator asked for then makes the candles of its day anew, which changes none that is right.
 */
@Component
class PriceAggregationJob implements ExchangeJob {
    private final AggregatingPrices aggregating;

    PriceAggregationJob(AggregatingPrices aggregating) {
        this.aggregating = aggregating;
    }

    @Override
    public String name() {
        return "price-aggregation";
    }

    @Override
    public String description() {
        return "Makes candles of trades; asked for by hand, makes those of its day anew";
    }

    @Override
    public String schedule() {
        return "0 * * * * ?";
    }

    @Override
    public boolean hasBusinessDate() {
        return true;
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(new Aggregating(), new Rebuilding());
    }

    private static String key(AssetId asset) {
        return "asset_id=" + asset;
    }

    private final class Aggregating implements Phase<AssetTrades> {
        @Override
        public String name() {
            return "aggregate";
        }

        @Override
        public long count(Run run) {
            return aggregating.countBehind();
        }

        @Override
        public List<AssetTrades> due(Run run, Optional<AssetTrades> after, int limit) {
            return aggregating.behind(after.map(AssetTrades::assetId), limit);
        }

        @Override
        public String key(AssetTrades behind) {
            return PriceAggregationJob.key(behind.assetId());
        }

        @Override
        public Outcome<Effect> work(Run run, AssetTrades behind) {
            Made made = run.preview() ? aggregating.preview(behind) : aggregating.aggregate(behind);
            return Outcome.accepted(
                    new Effect(
                            made.intervals() > 0,
                            "%d intervals, up to trade %d"
                                    .formatted(made.intervals(), made.tradeSeq())));
        }
    }

    private final class Rebuilding implements Phase<AssetId> {
        @Override
        public String name() {
            return "rebuild";
        }

        @Override
        public long count(Run run) {
            return run.scheduled() ? 0 : aggregating.countWithCandles();
        }

        @Override
        public List<AssetId> due(Run run, Optional<AssetId> after, int limit) {
            return run.scheduled() ? List.of() : aggregating.withCandles(after, limit);
        }

        @Override
        public String key(AssetId asset) {
            return PriceAggregationJob.key(asset);
        }

        @Override
        public Outcome<Effect> work(Run run, AssetId asset) {
            Made made =
                    run.preview()
                            ? aggregating.previewRebuild(asset, run.businessDate())
                            : aggregating.rebuild(asset, run.businessDate());
            return Outcome.accepted(
                    new Effect(
                            made.intervals() > 0,
                            "%d intervals of %s differ from their trades"
                                    .formatted(made.intervals(), run.businessDate())));
        }
    }
}
