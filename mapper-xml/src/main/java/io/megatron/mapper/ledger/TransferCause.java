package io.megatron.mapper.ledger;

import java.util.Locale;

/** Why money moved. Together with its reference a cause is posted once, ever. */
public enum TransferCause {
    TRADE,
    ADJUSTMENT,
    LP_CONTRIBUTION,
    LP_FEE_CLAIM,
    LP_REFUND,
    LP_WITHDRAWAL,
    ASSET_CLOSING,
    ASSET_REQUEST,
    ASSET_REQUEST_RETURN,
    FEE_COLLECTION,
    DEPOSIT,
    DEPOSIT_ATTRIBUTION,
    CUSTODY_LOSS,
    WITHDRAWAL,
    TREASURY_WITHDRAWAL,
    WITHDRAWAL_SETTLEMENT,
    WITHDRAWAL_REOPENING,
    WITHDRAWAL_REFUND,
    TEST_GRANT;

    /** The cause as it stands in the database and on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
