package io.megatron.mapper.ledger;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.util.UUID;

/** Names an account by what it is; the account itself is opened by the first transfer to it. */
public record AccountKey(AccountKind kind, UUID owner) {
    public AccountKey {
        boolean ownedByPlatform = owner.equals(AccountKind.PLATFORM_OWNER);
        if (ownedByPlatform != (kind.holder() == AccountKind.Holder.PLATFORM)) {
            throw new IllegalArgumentException(kind + " cannot be owned by " + owner);
        }
    }

    public static AccountKey ofUser(AccountKind kind, UserId user) {
        return new AccountKey(kind, user.value());
    }

    public static AccountKey ofPool(AccountKind kind, AssetId asset) {
        return new AccountKey(kind, asset.value());
    }

    public static AccountKey ofPlatform(AccountKind kind) {
        return new AccountKey(kind, AccountKind.PLATFORM_OWNER);
    }
}
