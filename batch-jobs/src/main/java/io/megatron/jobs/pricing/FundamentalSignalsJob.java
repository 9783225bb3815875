package io.megatron.jobs.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.pricing.GatheringSignals;
import io.megatron.core.pricing.GatheringSignals.Left;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Signal;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the web and a language model about every asset that trades, and submits a signal for each
 * answer that can be used. Where no keys are configured it is off: its description says why, and so
 * does the one item of each run.
 */
@Component
class FundamentalSignalsJob implements ExchangeJob {
    private static final Logger LOG = LoggerFactory.getLogger(FundamentalSignalsJob.class);

    private final GatheringSignals gathering;

    FundamentalSignalsJob(GatheringSignals gathering) {
        this.gathering = gathering;
        gathering.off().ifPresent(reason -> LOG.info("{} is off: {}", name(), reason));
    }

    @Override
    public String name() {
        return "fundamental-signals";
    }

    @Override
    public String description() {
        String does =
                "Searches the web for what assets are worth, and has a model make signals of it";
        return gathering.off().map(reason -> does + " (off: " + reason + ")").orElse(does);
    }

    @Override
    public String schedule() {
        return "0 0/10 * * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(new LookingAtSettings(), new Gathering());
    }

    /**
     * Has one item where the job is off, so that nobody takes a run that did nothing for success.
     */
    private final class LookingAtSettings implements Phase<String> {
        private static final String SETTINGS = "settings";

        @Override
        public String name() {
            return "look-at-settings";
        }

        @Override
        public long count(Run run) {
            return gathering.off().isPresent() ? 1 : 0;
        }

        @Override
        public List<String> due(Run run, Optional<String> after, int limit) {
            return gathering.off().isPresent() && after.isEmpty() ? List.of(SETTINGS) : List.of();
        }

        @Override
        public String key(String item) {
            return item;
        }

        @Override
        public Outcome<Effect> work(Run run, String item) {
            return Outcome.refused(
                    Rejection.SIGNALS_OFF,
                    "No asset is asked about: " + gathering.off().orElse("settings changed") + ".");
        }
    }

    private final class Gathering implements Phase<AssetId> {
        @Override
        public String name() {
            return "gather";
        }

        @Override
        public long count(Run run) {
            return gathering.off().isPresent() ? 0 : gathering.countTraded();
        }

        @Override
        public List<AssetId> due(Run run, Optional<AssetId> after, int limit) {
            return gathering.off().isPresent() ? List.of() : gathering.traded(after, limit);
        }

        @Override
        public String key(AssetId asset) {
            return "asset_id=" + asset;
        }

        /** A preview asks nobody: a question costs money, whatever becomes of the answer. */
        @Override
        public Outcome<Effect> work(Run run, AssetId asset) {
            return run.preview()
                    ? preview(asset)
                    : gathering
                            .gather(run.id(), asset, Deadline.none())
                            .map(signal -> new Effect(true, words(signal)));
        }

        private Outcome<Effect> preview(AssetId asset) {
            Left left = gathering.left(asset);
            return left.isSpent()
                    ? Outcome.refused(
                            Rejection.SIGNAL_BUDGET_SPENT,
                            "The calls or tokens of this day (UTC) are spent.")
                    : Outcome.accepted(
                            new Effect(
                                    true,
                                    "would be asked about; %d calls and %d tokens left today"
                                            .formatted(left.calls(), left.tokens())));
        }

        private static String words(Signal signal) {
            return "delta %s, fundamental price %s to %s"
                    .formatted(
                            signal.delta(), signal.fundamentalBefore(), signal.fundamentalAfter());
        }
    }
}
