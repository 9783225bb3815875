package io.megatron.core.ledger;

import io.megatron.mapper.ledger.LedgerMapper;
import io.megatron.mapper.ledger.Transfer;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The transfers of the ledger, append-only. */
@Component
class Transfers implements BookJournal<Transfer> {
    private final LedgerMapper ledger;

    Transfers(LedgerMapper ledger) {
        this.ledger = ledger;
    }

    @Override
    public void append(List<Transfer> rows, Instant at) {
        ledger.insertTransfers(rows, at);
    }
}
