package io.megatron.server.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Call;
import io.megatron.core.pricing.Claim;
import io.megatron.core.pricing.ReadingSignals;
import io.megatron.core.pricing.SignalSettings;
import io.megatron.core.pricing.SubmittingSignals;
import io.megatron.curve.money.Ratio;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Signal;
import io.megatron.pricing.v1.ListSignalsRequest;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.SubmitSignalRequest;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.errors.InvalidField;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Reads signals, and questions for them, from the wire. */
@Component
class TakingSignals {
    private final SubmittingSignals submitting;
    private final ReadingSignals reading;
    private final SignalSettings settings;

    TakingSignals(SubmittingSignals submitting, ReadingSignals reading, SignalSettings settings) {
        this.submitting = submitting;
        this.reading = reading;
        this.settings = settings;
    }

    Outcome<Signal> submit(SubmitSignalRequest request) {
        Claim claim = claim(request);
        Call call =
                Calls.of(
                        request.getRequestId(),
                        PriceServiceGrpc.getSubmitSignalMethod(),
                        SubmittingSignals.payload(claim));
        return request.getValidateOnly()
                ? submitting.validate(call, claim)
                : submitting.submit(call, claim, Answering.deadline());
    }

    private Claim claim(SubmitSignalRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        Ratio most = settings.maxDelta();
        Ratio delta = Fields.ratio("delta", request.getDelta(), most.negated(), most);
        Ratio confidence =
                Fields.ratio("confidence", request.getConfidence(), Ratio.ZERO, Ratio.ONE);
        return new Claim(
                asset,
                delta,
                confidence,
                sources(request.getSourcesList()),
                rawAnswer(request.getRawAnswer()));
    }

    private static List<String> sources(List<String> sources) {
        if (sources.size() > Claim.MAX_SOURCES) {
            throw new InvalidField("sources", "has more than " + Claim.MAX_SOURCES + " entries");
        }
        return IntStream.range(0, sources.size())
                .mapToObj(
                        i ->
                                Fields.words(
                                        "sources[" + i + "]",
                                        sources.get(i),
                                        Claim.MAX_SOURCE_LENGTH))
                .toList();
    }

    private static String rawAnswer(String text) {
        return Fields.lines("raw_answer", text, Claim.MAX_ANSWER_LENGTH);
    }

    Outcome<Page<Signal>> list(ListSignalsRequest request) {
        Optional<AssetId> asset = Fields.optionalAssetId(request.getAssetId());
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListSignals", asset);
        long before = tokens.read(request.getPageToken(), Long::valueOf).orElse(Long.MAX_VALUE);
        return reading.before(asset, before, Page.limit(size))
                .map(
                        signals ->
                                Page.of(
                                        tokens,
                                        size,
                                        signals,
                                        signal -> Long.toString(signal.eventId())));
    }
}
