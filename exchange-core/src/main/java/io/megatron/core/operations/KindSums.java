package io.megatron.core.operations;

import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.operations.Finding;
import io.megatron.mapper.operations.ReconciliationMapper;
import io.megatron.mapper.operations.ReconciliationMapper.KindSum;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the entries of the first transfers come to, by the kind of their account. */
final class KindSums {
    private final Map<AccountKind, BigDecimal> sums = new EnumMap<>(AccountKind.class);
    private long upToSeq;

    /** The last transfer whose entries are summed up. */
    long upToSeq() {
        return upToSeq;
    }

    /** Adds the entries of the transfers that follow, up to one of them. */
    KindSums add(ReconciliationMapper mapper, long upTo) {
        for (KindSum sum : mapper.sumsOfEntries(upToSeq, upTo)) {
            sums.merge(sum.kind(), sum.amount(), BigDecimal::add);
        }
        upToSeq = upTo;
        return this;
    }

    /** The kinds whose totals are something else. */
    List<Finding> differing(ReconciliationMapper mapper, int limit) {
        return mapper.totalsThatDifferFromTheirEntries(
                sums.keySet().stream().map(AccountKind::name).toArray(String[]::new),
                sums.values().stream().map(BigDecimal::toPlainString).toArray(String[]::new),
                limit);
    }
}
