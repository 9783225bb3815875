package io.megatron.mapper.custody;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something of the chain that needs somebody's hand, from when to when. */
public record CustodyAlert(
        UUID id, Kind kind, String message, Instant raisedAt, @Nullable Instant clearedAt) {

    /** What it is about; one of a kind stands at a time. */
    public enum Kind {
        /** The account that pays gas has too little. */
        GAS_LOW,
        /** The hot wallet holds less than approved withdrawals want. */
        HOT_WALLET_SHORT,
        /** The token takes no transfers at all. */
        TOKEN_PAUSED,
        /** The token takes no transfers of the hot wallet. */
        HOT_WALLET_BLACKLISTED,
        /** Less is on the chain than is owed, or something is unexplained. */
        RESERVES_SHORT,
        /** The newest block that the node shows is too old. */
        CHAIN_STALE
    }

    public boolean isOpen() {
        return clearedAt == null;
    }

    public CustodyAlert cleared(Instant at) {
        return new CustodyAlert(id, kind, message, raisedAt, at);
    }
}
