package io.megatron.core.ledger;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ledger.Account;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.CauseTotal;
import io.megatron.mapper.ledger.Entry;
import io.megatron.mapper.ledger.LedgerMapper;
import io.megatron.mapper.ledger.StatementLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads balances, now or as of any past moment, histories and statements. */
@Component
public class ReadingLedger {
    private final Snapshots snapshots;
    private final LedgerMapper ledger;
    private final BookMapper book;

    public ReadingLedger(Snapshots snapshots, LedgerMapper ledger, BookMapper book) {
        this.snapshots = snapshots;
        this.ledger = ledger;
        this.book = book;
    }

    /**
     * A balance.
     *
     * @param asOf the moment it speaks of
     * @param lastSeq the number of the account's last entry by then
     */
    public record Balance(Usdc amount, Instant asOf, long lastSeq) {}

    /**
     * What happened on an account from {@code from}, inclusive, until {@code until}, exclusive.
     *
     * @param lines a page of it, oldest first
     */
    public record Statement(
            Usdc opening, Usdc closing, List<CauseTotal> totals, List<StatementLine> lines) {}

    /** The balance in this moment of book time. */
    public Balance balance(AccountKey key) {
        return snapshots.read(
                () -> {
                    Instant now = book.state().lastTime();
                    return account(key)
                            .map(account -> new Balance(account.balance(), now, account.lastSeq()))
                            .orElseGet(() -> new Balance(Usdc.ZERO, now, 0));
                });
    }

    /** The balance after everything that was booked up to and at a moment. */
    public Balance balanceAsOf(AccountKey key, Instant asOf) {
        return snapshots.read(
                () -> {
                    Mark mark =
                            account(key).map(account -> markAt(account, asOf)).orElse(Mark.START);
                    return new Balance(mark.balance(), asOf, mark.seq());
                });
    }

    /** Entries below a sequence number, newest first. */
    public List<StatementLine> history(AccountKey key, long beforeSeq, int limit) {
        return snapshots.read(
                () ->
                        account(key)
                                .map(account -> ledger.linesBefore(account.id(), beforeSeq, limit))
                                .orElse(List.of()));
    }

    /** The statement of a period, its lines after a sequence number. */
    public Statement statement(
            AccountKey key, Instant from, Instant until, long afterSeq, int limit) {
        return snapshots.read(
                () ->
                        account(key)
                                .map(account -> statement(account, from, until, afterSeq, limit))
                                .orElseGet(
                                        () ->
                                                new Statement(
                                                        Usdc.ZERO, Usdc.ZERO, List.of(),
                                                        List.of())));
    }

    private Statement statement(
            Account account, Instant from, Instant until, long afterSeq, int limit) {
        Mark opening = markBefore(account, from);
        Mark closing = markBefore(account, until);
        return new Statement(
                opening.balance(),
                closing.balance(),
                ledger.totalsBetween(account.id(), opening.seq(), closing.seq() + 1),
                ledger.linesBetween(
                        account.id(), Math.max(afterSeq, opening.seq()), closing.seq() + 1, limit));
    }

    /** Where an account stood at some moment. */
    private record Mark(long seq, Usdc balance) {
        static final Mark START = new Mark(0, Usdc.ZERO);
    }

    private Mark markBefore(Account account, Instant moment) {
        return markAt(account, moment.minusNanos(1));
    }

    private Mark markAt(Account account, Instant moment) {
        @Nullable Entry last =
                ledger.lastEntryAsOf(account.id(), moment.truncatedTo(ChronoUnit.MICROS));
        return last == null ? Mark.START : new Mark(last.seq(), last.balanceAfter());
    }

    private Optional<Account> account(AccountKey key) {
        return Optional.ofNullable(ledger.account(key.kind(), key.owner()));
    }
}
