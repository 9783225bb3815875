package io.megatron.core.ledger;

import io.megatron.mapper.ledger.Entry;
import io.megatron.mapper.ledger.LedgerMapper;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The entries of the ledger, append-only. */
@Component
class Entries implements BookJournal<Entry> {
    private final LedgerMapper ledger;

    Entries(LedgerMapper ledger) {
        this.ledger = ledger;
    }

    @Override
    public void append(List<Entry> rows, Instant at) {
        ledger.insertEntries(rows, at);
    }
}
