package io.megatron.mapper.operations;

import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ledger.AccountKind;
import java.math.BigDecimal;
import java.util.List;

/** Figures of the whole platform. */
public interface PlatformMapper {

    /**
     * All accounts of a kind.
     *
     * @param balance USDC
     */
    record KindTotal(AccountKind kind, BigDecimal balance, long accounts) {}

    List<KindTotal> balances();

    /**
     * All users.
     *
     * @param withRole who are something besides
     */
    record UserTotals(long registered, long blocked, long withRole) {}

    UserTotals users();

    /** All assets of a status. */
    record StatusTotal(AssetStatus status, long assets) {}

    List<StatusTotal> assets();
}
