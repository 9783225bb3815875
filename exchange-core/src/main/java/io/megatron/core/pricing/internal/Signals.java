package io.megatron.core.pricing.internal;

import io.megatron.core.ledger.BookJournal;
import io.megatron.mapper.pricing.Signal;
import io.megatron.mapper.pricing.SignalMapper;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The accepted signals, append-only. */
@Component
public class Signals implements BookJournal<Signal> {
    private final SignalMapper signals;

    public Signals(SignalMapper signals) {
        this.signals = signals;
    }

    @Override
    public void append(List<Signal> rows, Instant at) {
        signals.insert(rows, at);
    }
}
