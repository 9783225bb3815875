package io.megatron.core.ledger;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ledger.Account;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKindChange;
import io.megatron.mapper.ledger.Entry;
import io.megatron.mapper.ledger.Transfer;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Double entry: posts transfers into a draft.
 *
 * <p>Whether an account can pay is decided by the rule that asks for the transfer, before it posts;
 * here an overdraft is a bug and ends the command.
 */
@Component
public class Posting {
    private final Accounts accounts;
    private final Transfers transfers;
    private final Entries entries;
    private final KindTotals totals;

    public Posting(Accounts accounts, Transfers transfers, Entries entries, KindTotals totals) {
        this.accounts = accounts;
        this.transfers = transfers;
        this.entries = entries;
        this.totals = totals;
    }

    /** One side of a transfer: what an account gains, or loses when negative. */
    public record Leg(AccountKey account, Usdc amount) {}

    /**
     * Why money moves.
     *
     * @param reference unique per cause: the database refuses to post the same one twice
     * @param part where a request is paid in parts: which of them, from 1
     * @param initiator who caused it
     */
    public record Cause(
            TransferCause kind, UUID reference, int part, UUID initiator, @Nullable String reason) {

        public Cause(TransferCause kind, UUID reference, UUID initiator, @Nullable String reason) {
            this(kind, reference, 1, initiator, reason);
        }
    }

    /** The table to declare accounts in. */
    public Accounts accounts() {
        return accounts;
    }

    /** What an account holds; zero where nobody has posted yet. */
    public Usdc balance(Draft draft, AccountKey key) {
        return account(draft, key).balance();
    }

    /**
     * Moves money. Legs of zero leave no entry; where all are zero, as when dust that is worth
     * nothing is sold, the transfer stands without any.
     *
     * @return the ledger's number of the transfer
     * @throws IllegalStateException when the legs do not sum to zero or an account would be
     *     overdrawn: the rule that asked should have refused
     */
    public long post(Draft draft, Cause cause, List<Leg> legs) {
        requireBalanced(cause, legs);
        long transferSeq = draft.nextTransferSeq();
        draft.append(
                transfers,
                new Transfer(
                        transferSeq,
                        cause.kind(),
                        cause.reference(),
                        cause.part(),
                        draft.time(),
                        cause.initiator(),
                        cause.reason()));
        for (Leg leg : legs) {
            if (!leg.amount().isZero()) {
                enter(draft, transferSeq, leg);
            }
        }
        return transferSeq;
    }

    private static void requireBalanced(Cause cause, List<Leg> legs) {
        long sum = 0;
        int entries = 0;
        for (Leg leg : legs) {
            sum = Math.addExact(sum, leg.amount().micros());
            entries += leg.amount().isZero() ? 0 : 1;
        }
        if (sum != 0 || entries == 1) {
            throw new IllegalStateException(cause + " does not balance: " + legs);
        }
    }

    private void enter(Draft draft, long transferSeq, Leg leg) {
        Account before = account(draft, leg.account());
        Usdc balance = before.balance().plus(leg.amount());
        if (balance.isNegative() && !leg.account().kind().mayBeNegative()) {
            throw new IllegalStateException("transfer would overdraw " + leg.account());
        }
        boolean opening = before.id() == 0;
        long id = opening ? draft.nextAccountId() : before.id();
        Account after =
                new Account(id, before.kind(), before.owner(), balance, before.lastSeq() + 1);
        draft.put(accounts, leg.account(), after);
        draft.append(
                entries,
                new Entry(id, after.lastSeq(), transferSeq, leg.amount(), balance, draft.time()));
        draft.append(totals, new AccountKindChange(before.kind(), leg.amount(), opening ? 1 : 0));
    }

    private Account account(Draft draft, AccountKey key) {
        return draft.find(accounts, key).orElseGet(() -> Account.unopened(key));
    }
}
