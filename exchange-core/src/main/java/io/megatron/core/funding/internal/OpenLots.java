package io.megatron.core.funding.internal;

import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.Lot;
import io.megatron.mapper.funding.LpKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The lots of one LP of which something is left, oldest first, and which of them a batch has
 * touched.
 */
public record OpenLots(LpKey key, List<Lot> lots, Set<Integer> touched) {
    public OpenLots {
        lots = List.copyOf(lots);
        touched = Set.copyOf(touched);
    }

    public static OpenLots none(LpKey key) {
        return new OpenLots(key, List.of(), Set.of());
    }

    public OpenLots with(Lot added) {
        List<Lot> more = new ArrayList<>(lots);
        more.add(added);
        Set<Integer> alsoTouched = new HashSet<>(touched);
        alsoTouched.add(added.number());
        return new OpenLots(key, more, alsoTouched);
    }

    /** The same lots, one of them changed. */
    public OpenLots changed(Lot lot) {
        List<Lot> after =
                lots.stream().map(old -> old.number() == lot.number() ? lot : old).toList();
        Set<Integer> alsoTouched = new HashSet<>(touched);
        alsoTouched.add(lot.number());
        return new OpenLots(key, after, alsoTouched);
    }

    /**
     * Takes an amount out, from the oldest lot first as far as each can give.
     *
     * @param gives how much of a lot may be taken
     * @throws IllegalStateException when they cannot give it: the rule that asked should have
     *     refused
     */
    public OpenLots draw(Usdc amount, Function<Lot, Usdc> gives) {
        List<Lot> after = new ArrayList<>(lots.size());
        Set<Integer> alsoTouched = new HashSet<>(touched);
        Usdc missing = amount;
        for (Lot lot : lots) {
            Usdc taken = WithdrawalLimits.least(missing, gives.apply(lot));
            missing = missing.minus(taken);
            after.add(taken.isZero() ? lot : lot.withdrawn(taken));
            if (!taken.isZero()) {
                alsoTouched.add(lot.number());
            }
        }
        if (!missing.isZero()) {
            throw new IllegalStateException("lots of " + key + " are short of " + missing);
        }
        return new OpenLots(key, after, alsoTouched);
    }

    /** How many lots still hold something. */
    public long count() {
        return open().lots().size();
    }

    /** Those that still hold something, and none of them touched. */
    OpenLots open() {
        return new OpenLots(
                key, lots.stream().filter(lot -> lot.left().isPositive()).toList(), Set.of());
    }

    public Usdc sum(Function<Lot, Usdc> figure) {
        return lots.stream().map(figure).reduce(Usdc.ZERO, Usdc::plus);
    }

    /** The lots that have to be written. */
    List<Lot> toWrite() {
        return lots.stream().filter(lot -> touched.contains(lot.number())).toList();
    }
}
