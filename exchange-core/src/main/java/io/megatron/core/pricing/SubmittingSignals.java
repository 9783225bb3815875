package io.megatron.core.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.pricing.internal.SignalDesk;
import io.megatron.core.pricing.internal.SubmitSignalCommand;
import io.megatron.mapper.ids.SignalId;
import io.megatron.mapper.pricing.Signal;
import io.megatron.mapper.pricing.SignalMapper;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Takes signals about what assets are worth, in one order with the trades. */
@Component
public class SubmittingSignals {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Book book;
    private final SignalDesk desk;
    private final SignalMapper signals;

    public SubmittingSignals(Book book, SignalDesk desk, SignalMapper signals) {
        this.book = book;
        this.desk = desk;
        this.signals = signals;
    }

    /** The canonical payload of a call that makes this claim. */
    public static Map<String, String> payload(Claim claim) {
        return Map.of(
                "asset_id", claim.asset().toString(),
                "delta", claim.delta().toString(),
                "confidence", claim.confidence().toString(),
                "sources", JSON.writeValueAsString(claim.sources()),
                "raw_answer", claim.rawAnswer());
    }

    /**
     * Takes a signal.
     *
     * @return the signal with the fundamental price before and after it, or {@link
     *     Rejection#REQUEST_ID_REUSED}, {@link Rejection#ASSET_NOT_FOUND}, {@link
     *     Rejection#ASSET_NOT_ACTIVE}, {@link Rejection#SIGNAL_CONFIDENCE_TOO_LOW}, {@link
     *     Rejection#AMOUNT_OUT_OF_RANGE}, {@link Rejection#SIGNAL_LIMIT_EXCEEDED}
     * @throws IllegalArgumentException if the claim's change is larger than one signal may claim
     */
    public Outcome<Signal> submit(Call call, Claim claim, Deadline deadline) {
        return book.write(command(call, claim), deadline);
    }

    /** What {@link #submit} would answer now; nothing happens. */
    public Outcome<Signal> validate(Call call, Claim claim) {
        return book.validate(command(call, claim));
    }

    private SubmitSignalCommand command(Call call, Claim claim) {
        if (claim.delta().size().compareTo(desk.settings().maxDelta()) > 0) {
            throw new IllegalArgumentException("a delta of " + claim.delta());
        }
        return new SubmitSignalCommand(
                desk, this::existing, call, claim, JSON.writeValueAsString(claim.sources()));
    }

    private Signal existing(SignalId id) {
        return Objects.requireNonNull(signals.signal(id), "a remembered signal is on record");
    }
}
