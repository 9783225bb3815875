package io.megatron.mapper.ledger;

import io.megatron.curve.money.Usdc;
import java.util.UUID;

/**
 * An account as it stands.
 *
 * @param id the ledger's number of it, 0 while it is not opened
 * @param lastSeq the number of its last entry, 0 before the first
 */
public record Account(long id, AccountKind kind, UUID owner, Usdc balance, long lastSeq) {
    /** An account nobody has posted to yet. */
    public static Account unopened(AccountKey key) {
        return new Account(0, key.kind(), key.owner(), Usdc.ZERO, 0);
    }

    public AccountKey key() {
        return new AccountKey(kind, owner);
    }
}
