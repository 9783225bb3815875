package io.megatron.core.pricing.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.pricing.Claim;
import io.megatron.core.pricing.SignalAccepted;
import io.megatron.core.pricing.SignalSettings;
import io.megatron.curve.pricing.FundamentalLimit.Range;
import io.megatron.curve.pricing.FundamentalPrice;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.ids.SignalId;
import io.megatron.mapper.pricing.Fundamental;
import io.megatron.mapper.pricing.Signal;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes one signal: {@code F ← F·(1 + β·δ)}. The first one begins with the marginal price of its
 * moment, and it stands in one order with the trades that make that price.
 */
public final class SubmitSignalCommand implements Command<Signal> {
    private final SignalDesk desk;
    private final Function<SignalId, Signal> lookup;
    private final Call call;
    private final Claim claim;
    private final String sources;

    /**
     * A signal to be decided.
     *
     * @param lookup finds a signal that was taken again, for a replay
     * @param sources the claim's, as a JSON array
     */
    public SubmitSignalCommand(
            SignalDesk desk,
            Function<SignalId, Signal> lookup,
            Call call,
            Claim claim,
            String sources) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.claim = claim;
        this.sources = sources;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, claim.asset());
    }

    @Override
    public Outcome<Signal> decide(Draft draft) {
        Optional<Asset> asset = draft.find(desk.assets(), claim.asset());
        Optional<Refusal> refusal =
                asset.isEmpty()
                        ? Optional.of(SignalRules.unknownAsset(claim.asset()))
                        : SignalRules.status(asset.get())
                                .or(() -> SignalRules.confidence(desk.settings(), claim));
        return refusal.<Outcome<Signal>>map(Outcome::refused)
                .orElseGet(() -> move(draft, asset.orElseThrow()));
    }

    private Outcome<Signal> move(Draft draft, Asset asset) {
        SignalSettings settings = desk.settings();
        FundamentalPrice marginal =
                FundamentalPrice.marginal(asset.basePrice(), asset.slope(), asset.supply());
        Optional<Fundamental> stored = draft.find(desk.fundamentals(), asset.id());
        FundamentalPrice before = stored.map(Fundamental::value).orElse(marginal);
        FundamentalPrice after = before.moved(settings.beta(), claim.delta());
        Range window = draft.find(desk.windows(), asset.id()).orElseGet(() -> Range.of(before));
        Optional<Refusal> refusal = SignalRules.dailyLimit(settings, window, before, after);
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        long seq = stored.map(Fundamental::signals).orElse(0L) + 1;
        Signal signal = signal(draft, seq, before, after, marginal);
        draft.append(desk.signals(), signal);
        draft.put(
                desk.fundamentals(),
                asset.id(),
                new Fundamental(asset.id(), after, seq, draft.time()));
        draft.put(desk.windows(), asset.id(), window.with(before).with(after));
        announce(draft, asset, signal);
        return Outcome.accepted(signal);
    }

    private Signal signal(
            Draft draft,
            long seq,
            FundamentalPrice before,
            FundamentalPrice after,
            FundamentalPrice marginal) {
        return new Signal(
                SignalId.of(desk.ids().at(draft.time())),
                claim.asset(),
                seq,
                call.subject(),
                call.requestId(),
                claim.delta(),
                claim.confidence(),
                sources,
                claim.rawAnswer(),
                desk.settings().beta(),
                desk.settings().dailyLimit(),
                before,
                after,
                marginal,
                draft.nextEventId(),
                draft.time());
    }

    private void announce(Draft draft, Asset asset, Signal signal) {
        Asset announced = asset.announced();
        draft.put(desk.assets(), asset.id(), announced);
        desk.outbox()
                .announce(
                        draft,
                        signal.eventId(),
                        asset.id(),
                        announced.eventSeq(),
                        SignalAccepted.KIND,
                        SignalAccepted.of(signal, asset.curve().marginalPrice(asset.supply())));
    }

    @Override
    public String remember(Signal signal) {
        return signal.id().toString();
    }

    @Override
    public Signal recall(String remembered) {
        return lookup.apply(SignalId.of(UUID.fromString(remembered)));
    }
}
