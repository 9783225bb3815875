package io.megatron.core.operations;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.operations.Invariant.AllEntries;
import io.megatron.core.operations.Invariant.History;
import io.megatron.core.operations.Invariant.OnChain;
import io.megatron.core.operations.Invariant.Records;
import io.megatron.core.operations.Invariant.Totals;
import io.megatron.core.operations.Look.Notes;
import io.megatron.core.operations.Look.Piece;
import io.megatron.core.operations.Look.Reading;
import io.megatron.mapper.operations.OwnerRange;
import io.megatron.mapper.operations.OwnerRecords;
import io.megatron.mapper.operations.PartialSum;
import io.megatron.mapper.operations.ReconciledUpTo;
import io.megatron.mapper.operations.ReconciliationMapper;
import io.megatron.mapper.operations.ReconciliationMapper.ReconciledTable;
import io.megatron.mapper.operations.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cuts the books into pieces of about as many records. */
final class CuttingBooks {
    private static final int OWNERS_PER_PAGE = 10_000;

    private final ReconciliationMapper mapper;
    private final BesideTheBook beside;
    private final Supplier<ReconciledUpTo> standing;
    private final ComparingReserves reserves;
    private final List<Invariant> invariants;
    private final int size;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * @param standing tells where the book stands, in whichever snapshot it is asked
     * @param size how many records a piece has, about
     */
    CuttingBooks(
            ReconciliationMapper mapper,
            BesideTheBook beside,
            Supplier<ReconciledUpTo> standing,
            ComparingReserves reserves,
            List<Invariant> invariants,
            int size) {
        this.mapper = mapper;
        this.beside = beside;
        this.standing = standing;
        this.reserves = reserves;
        this.invariants = invariants;
        this.size = size;
    }

    /**
     * @param after what is older was found right
     * @param now where the book stands
     */
    List<Piece> cut(ReconciledUpTo after, ReconciledUpTo now) {
        add("totals", notes -> notes.snapshot(() -> totals(notes)));
        if (invariants.stream().anyMatch(each -> each.check() instanceof OnChain)) {
            add("reserves on the chain", this::reserves);
        }
        cutRecords(after, now);
        for (Invariant invariant : invariants) {
            if (invariant.check() instanceof AllEntries) {
                add("all entries, " + invariant.name(), notes -> sumEntries(notes, invariant));
            }
            if (invariant.check() instanceof History history) {
                cutOwners(invariant, history);
            }
        }
        return pieces;
    }

    private void add(String name, Reading reading) {
        pieces.add(new Piece(pieces.size() + 1, name, reading));
    }

    private boolean totals(Notes notes) {
        for (Invariant invariant : invariants) {
            if (invariant.check() instanceof Totals totals) {
                notes.saw(
                        invariant,
                        mapper.count(invariant.table()),
                        totals.asking().ask(mapper, notes.room(invariant)));
            }
        }
        return true;
    }

    private void reserves(Notes notes) {
        for (Invariant invariant : invariants) {
            if (invariant.check() instanceof OnChain) {
                ComparingReserves.Compared compared = reserves.compare();
                notes.saw(invariant, compared.proofs(), compared.findings());
            }
        }
    }

    /**
     * Transfers, and with them entries, trades and payments, so many a piece; the events spread
     * over the same pieces. What is booked meanwhile is left to the next look: a piece that takes
     * it in as well grows while the others are looked at, and trades come faster than a job that
     * rests can look.
     */
    private void cutRecords(ReconciledUpTo after, ReconciledUpTo now) {
        long transfers = now.transferSeq() - after.transferSeq();
        long events = now.eventId() - after.eventId();
        long count = Math.max(1, Math.ceilDiv(Math.max(transfers, events), size));
        ReconciledUpTo from = after;
        for (long i = 1; i <= count; i++) {
            ReconciledUpTo to =
                    i == count
                            ? now
                            : point(
                                    after.transferSeq() + transfers * i / count,
                                    after.eventId() + events * i / count);
            Span span = new Span(from, to);
            add(
                    "transfers %d to %d".formatted(from.transferSeq() + 1, to.transferSeq()),
                    notes -> readRecords(notes, () -> span));
            from = to;
        }
        add("records beyond the book's last", notes -> readRecords(notes, this::beyondTheBook));
    }

    /**
     * What came since the piece before is summarized first: a transfer's entries are asked for in
     * several checks, and what is not summarized is read whole by each.
     */
    private void readRecords(Notes notes, Supplier<Span> span) {
        beside.write(mapper::summarizeEntries);
        notes.snapshot(() -> records(notes, span.get()));
    }

    /** No record should be there, so a snapshot of it is short. */
    private Span beyondTheBook() {
        return new Span(standing.get(), ReconciledUpTo.EVERYTHING);
    }

    /** A trade has its transfer's time. */
    private ReconciledUpTo point(long transferSeq, long eventId) {
        Instant bookedAt = mapper.bookedAt(transferSeq);
        return new ReconciledUpTo(
                transferSeq,
                eventId,
                bookedAt == null ? ReconciledUpTo.EVERYTHING.bookTime() : bookedAt);
    }

    private boolean records(Notes notes, Span span) {
        Map<ReconciledTable, Long> rows = new EnumMap<>(ReconciledTable.class);
        for (Invariant invariant : invariants) {
            if (invariant.check() instanceof Records records) {
                notes.saw(
                        invariant,
                        rows.computeIfAbsent(
                                invariant.table(), table -> mapper.countInSpan(table, span)),
                        records.asking().ask(mapper, span, notes.room(invariant)));
            }
        }
        return true;
    }

    /**
     * Sums up all entries, part by part: all but the last are entries that never change, and the
     * last part is in one snapshot with the totals. What is booked meanwhile makes more parts.
     */
    private void sumEntries(Notes notes, Invariant invariant) {
        KindSums sums = new KindSums();
        while (standing.get().transferSeq() - sums.upToSeq() > size) {
            beside.write(mapper::summarizeEntries);
            notes.snapshot(() -> sums.add(mapper, sums.upToSeq() + size));
        }
        beside.write(mapper::summarizeEntries);
        notes.snapshot(
                () -> {
                    sums.add(mapper, ReconciledUpTo.EVERYTHING.transferSeq());
                    notes.saw(
                            invariant,
                            mapper.count(invariant.table()),
                            sums.differing(mapper, notes.room(invariant)));
                    return true;
                });
    }

    /** Small owners together, each large one by itself. */
    private void cutOwners(Invariant invariant, History history) {
        List<OwnerRecords> together = new ArrayList<>();
        long records = 0;
        for (OwnerRecords owner : (Iterable<OwnerRecords>) owners(history)::iterator) {
            if (!together.isEmpty() && records + owner.records() >= size) {
                addOwners(invariant, history, together);
                together = new ArrayList<>();
                records = 0;
            }
            together.add(owner);
            records += owner.records() + 1;
        }
        if (!together.isEmpty()) {
            addOwners(invariant, history, together);
        }
    }

    private Stream<OwnerRecords> owners(History history) {
        return Stream.iterate(
                        page(history, null),
                        page -> !page.isEmpty(),
                        page -> page(history, page.getLast().key()))
                .flatMap(List::stream);
    }

    private List<OwnerRecords> page(History history, @Nullable String after) {
        return history.owners().after(mapper, after, OWNERS_PER_PAGE);
    }

    private void addOwners(Invariant invariant, History history, List<OwnerRecords> owners) {
        OwnerRecords first = owners.getFirst();
        OwnerRecords last = owners.getLast();
        String table = invariant.table().table();
        if (owners.size() == 1) {
            add(
                    "%s %s, %s".formatted(table, first.key(), invariant.name()),
                    notes -> sumOwner(notes, invariant, history, first));
        } else {
            OwnerRange range = OwnerRange.of(first.key(), last.key());
            int count = owners.size();
            add(
                    "%s %s to %s, %s".formatted(table, first.key(), last.key(), invariant.name()),
                    notes ->
                            notes.snapshot(() -> compare(notes, invariant, history, range, count)));
        }
    }

    /**
     * Sums up one owner's records, part by part: all but the last are records that never change,
     * and the last part is in one snapshot with what the owner carries.
     */
    private void sumOwner(Notes notes, Invariant invariant, History history, OwnerRecords owner) {
        PartialSum sum = PartialSum.NONE;
        long summedUpTo = Long.MIN_VALUE;
        for (long upTo = size; upTo < owner.records(); upTo += size) {
            long after = summedUpTo;
            long end = upTo;
            sum =
                    sum.plus(
                            notes.snapshot(
                                    () -> history.part().sum(mapper, owner.key(), after, end)));
            summedUpTo = upTo;
        }
        OwnerRange rest = OwnerRange.rest(owner.key(), summedUpTo, sum);
        notes.snapshot(() -> compare(notes, invariant, history, rest, 1));
    }

    private boolean compare(
            Notes notes, Invariant invariant, History history, OwnerRange range, int owners) {
        notes.saw(invariant, owners, history.asking().ask(mapper, range, notes.room(invariant)));
        return true;
    }
}
