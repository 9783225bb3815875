package io.megatron.server.pricing;

import io.megatron.core.pricing.ReadingSignals;
import io.megatron.pricing.v1.ListSignalsResponse;
import io.megatron.pricing.v1.Signal;
import io.megatron.pricing.v1.SubmitSignalResponse;
import io.megatron.server.calls.Figures;
import io.megatron.server.calls.Page;

/** Signals in the words of the wire. */
final class SignalMessages {
    private SignalMessages() {}

    static SubmitSignalResponse submitted(
            io.megatron.mapper.pricing.Signal taken, boolean replayed) {
        return SubmitSignalResponse.newBuilder()
                .setSignal(signal(taken))
                .setReplayed(replayed)
                .build();
    }

    static ListSignalsResponse page(Page<io.megatron.mapper.pricing.Signal> page) {
        return ListSignalsResponse.newBuilder()
                .addAllSignals(page.items().stream().map(SignalMessages::signal).toList())
                .setNextPageToken(page.nextToken())
                .build();
    }

    private static Signal signal(io.megatron.mapper.pricing.Signal stored) {
        return Signal.newBuilder()
                .setSignalId(stored.id().toString())
                .setAssetId(stored.assetId().toString())
                .setSignalSequence(stored.seq())
                .setSubmittedBy(stored.submittedBy().toString())
                .setDelta(stored.delta().toString())
                .setConfidence(stored.confidence().toString())
                .addAllSources(ReadingSignals.sources(stored))
                .setRawAnswer(stored.rawAnswer())
                .setBeta(stored.beta().toString())
                .setFundamentalBefore(stored.fundamentalBefore().toString())
                .setFundamentalAfter(stored.fundamentalAfter().toString())
                .setMarginalPrice(stored.marginalPrice().toString())
                .setBookedAt(Figures.time(stored.bookedAt()))
                .build();
    }
}
