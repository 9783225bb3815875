package io.megatron.core.pricing;

import io.megatron.curve.money.Price;
import io.megatron.mapper.pricing.Signal;

/**
 * The event that a signal was taken. Figures are decimal strings, fundamental prices with up to
 * eighteen fractional digits.
 *
 * @param price the asset's marginal price at that moment, half to even to six digits as it is shown
 * @param signalSeq the asset's own number of the signal, without gaps
 */
public record SignalAccepted(
        String signalId,
        String delta,
        String confidence,
        String fundamentalBefore,
        String fundamentalAfter,
        String price,
        long signalSeq) {

    /** The event's kind in the outbox. */
    public static final String KIND = "signal_accepted";

    public static SignalAccepted of(Signal signal, Price price) {
        return new SignalAccepted(
                signal.id().toString(),
                signal.delta().toString(),
                signal.confidence().toString(),
                signal.fundamentalBefore().toString(),
                signal.fundamentalAfter().toString(),
                price.toString(),
                signal.seq());
    }
}
