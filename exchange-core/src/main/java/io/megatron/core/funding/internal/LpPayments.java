package io.megatron.core.funding.internal;

import io.megatron.core.ledger.BookJournal;
import io.megatron.mapper.funding.LpPayment;
import io.megatron.mapper.funding.LpWithdrawalMapper;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The payments of principal, append-only. */
@Component
public class LpPayments implements BookJournal<LpPayment> {
    private final LpWithdrawalMapper withdrawals;

    public LpPayments(LpWithdrawalMapper withdrawals) {
        this.withdrawals = withdrawals;
    }

    @Override
    public void append(List<LpPayment> rows, Instant at) {
        withdrawals.insertPayments(rows, at);
    }
}
