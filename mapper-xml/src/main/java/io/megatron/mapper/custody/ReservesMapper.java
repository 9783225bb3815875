package io.megatron.mapper.custody;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ledger.AccountKind;
import java.util.List;
import org.apache.ibatis.annotations.Param;

/** What is owed, and what of the deposits stands between the ledger and the chain at a block. */
public interface ReservesMapper {

    /** What is owed on all accounts of a kind. */
    record KindTotal(AccountKind kind, Usdc amount) {}

    /** All kinds of accounts that exist, CUSTODY among them, in their order. */
    List<KindTotal> totalsByKind();

    /** Invented money: it is in the ledger and was never on a chain. */
    Usdc testGrants();

    /** What was seen by this block and is not in the ledger yet. */
    Usdc detectedUpTo(@Param("block") long block);

    /** What was seen by this block and is never credited: dust. */
    Usdc ignoredUpTo(@Param("block") long block);

    /** What is in the ledger and came to the chain after this block only. */
    Usdc creditedAfter(@Param("block") long block);

    /** Withdrawals that have ended in the ledger and were paid after this block only. */
    Usdc settledAfter(@Param("block") long block);

    /** Authorizations of withdrawals that have not ended in the ledger. */
    List<Authorization> openPayments();
}
