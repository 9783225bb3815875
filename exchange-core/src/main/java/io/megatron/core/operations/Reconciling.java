package io.megatron.core.operations;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.ReadDeadline;
import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import io.megatron.mapper.operations.Finding;
import io.megatron.mapper.operations.ReconciledUpTo;
import io.megatron.mapper.operations.ReconciliationMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Checks that the invariants of the domain hold, and names every row where one does not: all totals
 * in one snapshot, and all records piece by piece.
 */
@Component
public class Reconciling {
    private final Snapshots snapshots;
    private final ReconciliationMapper mapper;
    private final BookMapper book;
    private final BesideTheBook beside;
    private final ComparingReserves reserves;
    private final ReconciliationSettings settings;

    public Reconciling(
            Snapshots snapshots,
            ReconciliationMapper mapper,
            BookMapper book,
            BesideTheBook beside,
            ComparingReserves reserves,
            ReconciliationSettings settings) {
        this.snapshots = snapshots;
        this.mapper = mapper;
        this.book = book;
        this.beside = beside;
        this.reserves = reserves;
        this.settings = settings;
    }

    /**
     * One invariant, checked.
     *
     * @param number its number in the domain's list
     * @param rows how many rows it spoke about
     */
    public record Checked(
            int number, String name, String description, long rows, List<Finding> findings) {}

    /**
     * What a reconciliation found.
     *
     * @param upTo where the book stood when it began
     * @param took without rests between the pieces
     */
    public record Report(ReconciledUpTo upTo, Duration took, List<Checked> checks) {
        public boolean isClean() {
            return findings() == 0;
        }

        public long findings() {
            return checks.stream().mapToLong(check -> check.findings().size()).sum();
        }

        /** The book time when it began: what was there then was looked at. */
        public Instant asOf() {
            return upTo.bookTime();
        }
    }

    /** Checks all that is on record. */
    public Report reconcile() {
        return whole(begin());
    }

    /**
     * Checks all totals, and of the records those that are younger than where the books were last
     * {@link #passed}. What it leaves out follows from what it looks at, for as long as nobody
     * changes older records, and the chain is not asked: {@link #reconcile} looks at all of it.
     */
    public Report reconcileYounger() {
        return whole(beginYounger());
    }

    private static Report whole(Look look) {
        for (Look.Piece piece : look.pieces()) {
            ReadDeadline.check();
            look.check(piece);
        }
        return look.report();
    }

    /** Begins what {@link #reconcile} does, to be done piece by piece. */
    public Look begin() {
        return begin(ReconciledUpTo.NOTHING, Invariant.ALL);
    }

    /** Begins what {@link #reconcileYounger} does, to be done piece by piece. */
    public Look beginYounger() {
        return begin(
                mapper.reconciledUpTo(),
                Invariant.ALL.stream().filter(invariant -> !isLong(invariant.check())).toList());
    }

    /** What takes longer the more there is on record, or is proven by another job between. */
    private static boolean isLong(Invariant.Check check) {
        return check instanceof Invariant.History
                || check instanceof Invariant.AllEntries
                || check instanceof Invariant.OnChain;
    }

    private Look begin(ReconciledUpTo after, List<Invariant> invariants) {
        ReconciledUpTo now = standing();
        return new Look(
                snapshots,
                now,
                invariants,
                new CuttingBooks(
                                mapper,
                                beside,
                                this::standing,
                                reserves,
                                invariants,
                                settings.piece())
                        .cut(after, now));
    }

    /** Where the book stands. */
    private ReconciledUpTo standing() {
        BookState state = book.state();
        return new ReconciledUpTo(state.lastTransferSeq(), state.lastEventId(), state.lastTime());
    }

    /** The number of the last batch of the book: another one later says that somebody wrote. */
    public long lastBatch() {
        return book.state().lastBatch();
    }

    /** Takes note that the books were found right up to there. */
    public void passed(ReconciledUpTo upTo) {
        beside.write(() -> mapper.setReconciledUpTo(upTo));
    }
}
