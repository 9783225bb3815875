package io.megatron.core.operations;

import io.megatron.core.ledger.Snapshots;
import io.megatron.core.operations.Reconciling.Checked;
import io.megatron.core.operations.Reconciling.Report;
import io.megatron.mapper.operations.Finding;
import io.megatron.mapper.operations.ReconciledUpTo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One look at the books, piece by piece. Each piece is read in a short snapshot of its own, or in
 * some after one another, so that none stays open for long: what a check compares is either in one
 * snapshot, or a record, which never changes. To be used by one caller at a time.
 */
public final class Look {
    /** A check names this many rows at the most; where there are more, the rest is as wrong. */
    private static final int FINDINGS_PER_CHECK = 100;

    private final Snapshots snapshots;
    private final ReconciledUpTo upTo;
    private final List<Piece> pieces;
    private final Map<Invariant, Tally> tallies = new LinkedHashMap<>();
    private final Map<Piece, List<Found>> seen = new HashMap<>();
    private Duration took = Duration.ZERO;

    Look(Snapshots snapshots, ReconciledUpTo upTo, List<Invariant> invariants, List<Piece> pieces) {
        this.snapshots = snapshots;
        this.upTo = upTo;
        this.pieces = List.copyOf(pieces);
        invariants.forEach(invariant -> tallies.put(invariant, new Tally()));
    }

    /** A part of the books that is looked at by itself. */
    public static final class Piece {
        private final int number;
        private final String name;
        private final Reading reading;

        Piece(int number, String name, Reading reading) {
            this.number = number;
            this.name = name;
            this.reading = reading;
        }

        /** Its place in the order of the look, from 1. */
        public int number() {
            return number;
        }

        /** What it looks at, in words. */
        public String name() {
            return name;
        }
    }

    /** What a piece reads. */
    @FunctionalInterface
    interface Reading {
        void read(Notes notes);
    }

    /** Takes down what a piece sees. */
    interface Notes {

        /** Reads what has to agree, in a short snapshot, and rests after it. */
        <T> T snapshot(Supplier<T> reading);

        /** How many more rows a check may name. */
        int room(Invariant invariant);

        void saw(Invariant invariant, long rows, List<Finding> findings);
    }

    /**
     * A row that breaks an invariant.
     *
     * @param invariant its number in the domain's list
     * @param check the check that found it
     */
    public record Found(int invariant, String check, Finding finding) {}

    /** What has come of a check so far. */
    private static final class Tally {
        private long rows;
        private final List<Finding> findings = new ArrayList<>();
    }

    /** What a check saw in a piece. */
    private record Seen(Invariant invariant, long rows, List<Finding> findings) {
        Stream<Found> found() {
            return findings.stream()
                    .map(finding -> new Found(invariant.number(), invariant.name(), finding));
        }
    }

    /** All pieces, in the order to look at them. */
    public List<Piece> pieces() {
        return pieces;
    }

    /** Looks at a piece, and answers what it found there; asked again, it answers the same. */
    public List<Found> check(Piece piece) {
        return check(piece, took -> {});
    }

    /**
     * Looks at a piece, and rests after each of its snapshots.
     *
     * @param rest is told how long the snapshot was open, and returns when the next may be
     */
    public List<Found> check(Piece piece, Consumer<Duration> rest) {
        List<Found> before = seen.get(piece);
        if (before != null) {
            return before;
        }
        List<Seen> there = new ArrayList<>();
        piece.reading.read(new Taking(there, rest));
        there.forEach(this::count);
        List<Found> found = there.stream().flatMap(Seen::found).toList();
        seen.put(piece, found);
        return found;
    }

    private final class Taking implements Notes {
        private final List<Seen> there;
        private final Consumer<Duration> rest;

        Taking(List<Seen> there, Consumer<Duration> rest) {
            this.there = there;
            this.rest = rest;
        }

        @Override
        public <T> T snapshot(Supplier<T> reading) {
            long startNanos = System.nanoTime();
            T read = snapshots.read(reading);
            Duration open = Duration.ofNanos(System.nanoTime() - startNanos);
            took = took.plus(open);
            rest.accept(open);
            return read;
        }

        @Override
        public int room(Invariant invariant) {
            return FINDINGS_PER_CHECK - tally(invariant).findings.size();
        }

        @Override
        public void saw(Invariant invariant, long rows, List<Finding> findings) {
            there.add(new Seen(invariant, rows, findings));
        }
    }

    /** Only once all of its piece was read. */
    private void count(Seen each) {
        Tally tally = tally(each.invariant());
        tally.rows += each.rows();
        tally.findings.addAll(each.findings());
    }

    private Tally tally(Invariant invariant) {
        Tally tally = tallies.get(invariant);
        if (tally == null) {
            throw new IllegalArgumentException(invariant.name() + " is no part of this look");
        }
        return tally;
    }

    /** Whether every piece was looked at. */
    public boolean isComplete() {
        return seen.size() == pieces.size();
    }

    /** What came of it so far. */
    public Report report() {
        return new Report(
                upTo,
                took,
                tallies.entrySet().stream()
                        .map(each -> checked(each.getKey(), each.getValue()))
                        .toList());
    }

    private static Checked checked(Invariant invariant, Tally tally) {
        return new Checked(
                invariant.number(),
                invariant.name(),
                invariant.description(),
                tally.rows,
                List.copyOf(tally.findings));
    }
}
