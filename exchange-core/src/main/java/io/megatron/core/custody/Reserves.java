package io.megatron.core.custody;

import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ledger.AccountKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A proof of reserves: what is on the chain at a block against what is owed, in USDC.
 *
 * @param asOf book time of the ledger's snapshot
 * @param platform what the platform's own addresses hold
 * @param deposits what the users' addresses hold
 * @param fundedAddresses how many of those hold something
 * @param byKind what is owed, by kind of account; CUSTODY, the chain's mirror, left out
 * @param differences why chain and ledger differ
 * @param testGrants invented money among what is owed
 * @param paid what has left for withdrawals that are not settled in the ledger yet
 */
public record Reserves(
        long chainId,
        BlockHeader block,
        Instant asOf,
        Usdc platform,
        Usdc deposits,
        long fundedAddresses,
        Map<AccountKind, Usdc> byKind,
        List<Difference> differences,
        Usdc testGrants,
        Usdc paid) {

    public Reserves {
        byKind = Map.copyOf(byKind);
        differences = List.copyOf(differences);
    }

    /**
     * One reason why the chain has more than is owed, or less when negative.
     *
     * @param name stable
     */
    public record Difference(String name, String description, Usdc amount) {}

    /** On all addresses of ours. */
    public Usdc onChain() {
        return platform.plus(deposits);
    }

    /** On all accounts but CUSTODY. */
    public Usdc liabilities() {
        return byKind.values().stream().reduce(Usdc.ZERO, Usdc::plus);
    }

    /** What the chain has more, or less when negative, than anything explains. */
    public Usdc unexplained() {
        return differences.stream()
                .map(Difference::amount)
                .reduce(onChain().minus(liabilities()), Usdc::minus);
    }

    /**
     * Whether every claim could be met: nothing is unexplained, and apart from test grants and
     * withdrawals that were paid already no less is on the chain than is owed. A loss that was
     * written off lowers the sum of all accounts, and nobody's claim.
     */
    public boolean isCovered() {
        Usdc loss = byKind.getOrDefault(AccountKind.LOSS, Usdc.ZERO);
        Usdc claims = loss.isNegative() ? liabilities().minus(loss) : liabilities();
        return unexplained().isZero()
                && onChain().compareTo(claims.minus(testGrants).minus(paid)) >= 0;
    }
}
