package io.megatron.mapper.ledger;

import io.megatron.curve.money.Usdc;

/**
 * What accounts of a kind gained together.
 *
 * @param amount less than zero where they lost
 * @param opened how many of them are new
 */
public record AccountKindChange(AccountKind kind, Usdc amount, long opened) {

    /** Both together, of the same kind. */
    public AccountKindChange plus(AccountKindChange more) {
        return new AccountKindChange(kind, amount.plus(more.amount), opened + more.opened);
    }
}
