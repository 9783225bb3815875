package io.megatron.core.accounts;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.CreditingAccounts.Credited;
import io.megatron.core.accounts.internal.CreditCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.LedgerMapper;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Moves the platform's share of the fees to the treasury. */
@Component
public class CollectingFees {
    private static final String JOB = "fee-collection";

    private final Book book;
    private final Users users;
    private final Posting posting;
    private final TimeOrderedIds ids;
    private final LedgerMapper ledger;

    public CollectingFees(
            Book book, Users users, Posting posting, TimeOrderedIds ids, LedgerMapper ledger) {
        this.book = book;
        this.users = users;
        this.posting = posting;
        this.ids = ids;
        this.ledger = ledger;
    }

    /** What waits to be collected from a pool. */
    public record Collectable(AssetId asset, Usdc amount) {}

    /** Pools with something to collect, in the order of ids, after one of them. */
    public List<Collectable> collectable(Optional<AssetId> after, int limit) {
        return ledger
                .ofPools(AccountKind.PLATFORM_FEES, after.map(AssetId::value).orElse(null), limit)
                .stream()
                .map(account -> new Collectable(AssetId.of(account.owner()), account.balance()))
                .toList();
    }

    /** How many pools have something to collect. */
    public long countCollectable() {
        return ledger.countOfPools(AccountKind.PLATFORM_FEES);
    }

    /**
     * Moves what waits. For a job: the same piece of work again, with the same amount, is a replay.
     *
     * @return what it did, or {@link Rejection#INSUFFICIENT_FUNDS} when another has collected
     *     meanwhile, {@link Rejection#REQUEST_ID_REUSED} for the same piece with another amount
     */
    public Outcome<Credited> collect(UUID piece, Collectable fees, Deadline deadline) {
        Call call =
                Call.ofJob(
                        JOB,
                        "CollectFees",
                        Map.of(
                                "run", piece.toString(),
                                "asset_id", fees.asset().toString(),
                                "amount", fees.amount().toString()));
        return book.write(
                new CreditCommand(
                        users,
                        posting,
                        ids,
                        call,
                        new CreditCommand.Credit(
                                TransferCause.FEE_COLLECTION,
                                AccountKey.ofPool(AccountKind.PLATFORM_FEES, fees.asset()),
                                Optional.empty(),
                                fees.amount(),
                                null)),
                deadline);
    }
}
