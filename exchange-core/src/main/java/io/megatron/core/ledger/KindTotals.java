package io.megatron.core.ledger;

import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.AccountKindChange;
import io.megatron.mapper.ledger.LedgerMapper;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What all accounts of a kind hold together, and how many they are: so that nobody who wants to
 * know has to ask each of them.
 */
@Component
class KindTotals implements BookJournal<AccountKindChange> {
    private final LedgerMapper ledger;

    KindTotals(LedgerMapper ledger) {
        this.ledger = ledger;
    }

    @Override
    public void append(List<AccountKindChange> rows, Instant at) {
        Map<AccountKind, AccountKindChange> sums = new EnumMap<>(AccountKind.class);
        rows.forEach(row -> sums.merge(row.kind(), row, AccountKindChange::plus));
        ledger.addToTotals(sums.values());
    }
}
