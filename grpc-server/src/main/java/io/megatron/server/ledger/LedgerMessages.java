package io.megatron.server.ledger;

import io.megatron.ledger.v1.Cause;
import io.megatron.ledger.v1.CauseTotal;
import io.megatron.ledger.v1.Entry;
import io.megatron.mapper.ledger.StatementLine;
import io.megatron.mapper.ledger.TransferCause;
import io.megatron.server.calls.Figures;

/** The ledger in the words of the wire. */
final class LedgerMessages {
    private LedgerMessages() {}

    static Entry entry(StatementLine line) {
        String reason = line.reason();
        return Entry.newBuilder()
                .setSequence(line.seq())
                .setLedgerSequence(line.transferSeq())
                .setCause(cause(line.cause()))
                .setReference(line.reference().toString())
                .setReason(reason == null ? "" : reason)
                .setAmount(line.amount().toString())
                .setBalanceAfter(line.balanceAfter().toString())
                .setBookedAt(Figures.time(line.bookedAt()))
                .build();
    }

    static CauseTotal total(io.megatron.mapper.ledger.CauseTotal total) {
        return CauseTotal.newBuilder()
                .setCause(cause(total.cause()))
                .setEntries(total.entries())
                .setAmount(total.amount().toString())
                .build();
    }

    private static Cause cause(TransferCause cause) {
        return switch (cause) {
            case TRADE -> Cause.CAUSE_TRADE;
            case ADJUSTMENT -> Cause.CAUSE_ADJUSTMENT;
            case TEST_GRANT -> Cause.CAUSE_TEST_GRANT;
            case LP_CONTRIBUTION -> Cause.CAUSE_LP_CONTRIBUTION;
            case LP_FEE_CLAIM -> Cause.CAUSE_LP_FEE_CLAIM;
            case LP_WITHDRAWAL -> Cause.CAUSE_LP_WITHDRAWAL;
            case ASSET_CLOSING -> Cause.CAUSE_ASSET_CLOSING;
            case LP_REFUND -> Cause.CAUSE_LP_REFUND;
            case ASSET_REQUEST -> Cause.CAUSE_ASSET_REQUEST;
            case FEE_COLLECTION -> Cause.CAUSE_FEE_COLLECTION;
            case DEPOSIT -> Cause.CAUSE_DEPOSIT;
            case DEPOSIT_ATTRIBUTION -> Cause.CAUSE_DEPOSIT_ATTRIBUTION;
            case CUSTODY_LOSS -> Cause.CAUSE_CUSTODY_LOSS;
            case WITHDRAWAL -> Cause.CAUSE_WITHDRAWAL;
            case TREASURY_WITHDRAWAL -> Cause.CAUSE_TREASURY_WITHDRAWAL;
            case WITHDRAWAL_SETTLEMENT -> Cause.CAUSE_WITHDRAWAL_SETTLEMENT;
            case WITHDRAWAL_REOPENING -> Cause.CAUSE_WITHDRAWAL_REOPENING;
            case WITHDRAWAL_REFUND -> Cause.CAUSE_WITHDRAWAL_REFUND;
            case ASSET_REQUEST_RETURN -> Cause.CAUSE_ASSET_REQUEST_RETURN;
        };
    }
}
