package io.megatron.curve.funding;

import io.megatron.curve.money.Usdc;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When a contribution may be withdrawn: at {@code start + afterDays} the share {@code vestedBps} of
 * it, the last tranche being all of it (the domain's section "Funding and LPs"). A day is 24 hours.
 *
 * <p>Each lot keeps the schedule it was made under, so a new one changes nothing that runs.
 *
 * @param tranches in the order of time; days and shares both rise, and the last share is 10 000
 */
public record VestingSchedule(List<Tranche> tranches) {
    private static final int ALL_BPS = 10_000;
    private static final Pattern TEXT = Pattern.compile("\\d{1,5}:\\d{1,5}(,\\d{1,5}:\\d{1,5})*");

    /**
     * A step of the schedule.
     *
     * @param vestedBps how much is vested from then on, of the whole contribution
     */
    public record Tranche(int afterDays, int vestedBps) {}

    /**
     * What becomes free next.
     *
     * @param vestedAfter how much of the contribution is vested from then on
     */
    public record Unlock(Instant at, Usdc vestedAfter) {}

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if days or shares do not rise, or the last share is not all
     */
    public VestingSchedule {
        tranches = List.copyOf(tranches);
        int days = -1;
        int bps = 0;
        for (Tranche tranche : tranches) {
            if (tranche.afterDays() <= days || tranche.vestedBps() <= bps) {
                throw new IllegalArgumentException("the tranches do not rise: " + tranches);
            }
            days = tranche.afterDays();
            bps = tranche.vestedBps();
        }
        if (bps != ALL_BPS) {
            throw new IllegalArgumentException("the last tranche is not all of it: " + tranches);
        }
    }

    /**
     * Reads a schedule as it is configured and stored: {@code 7:2500,30:5000,90:7500,180:10000},
     * days and basis points.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static VestingSchedule parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not a vesting schedule: " + text);
        }
        return new VestingSchedule(
                Arrays.stream(text.split(",", -1))
                        .map(tranche -> tranche.split(":", -1))
                        .map(
                                parts ->
                                        new Tranche(
                                                Integer.parseInt(parts[0]),
                                                Integer.parseInt(parts[1])))
                        .toList());
    }

    /**
     * How much of an amount is vested at a moment: {@code ⌊amount·bps/10⁴⌋} of the last tranche
     * whose time has come, its very instant included, and nothing before the first.
     *
     * @param start the later of contribution and activation
     */
    public Usdc vested(Usdc amount, Instant start, Instant at) {
        return part(amount, vestedBps(start, at));
    }

    /** The share of the last tranche whose time has come, in basis points. */
    public int vestedBps(Instant start, Instant at) {
        int bps = 0;
        for (Tranche tranche : tranches) {
            if (!at.isBefore(unlock(start, tranche))) {
                bps = tranche.vestedBps();
            }
        }
        return bps;
    }

    /** The tranche that follows a share, if that is not all. */
    public Optional<Tranche> after(int bps) {
        return tranches.stream().filter(tranche -> tranche.vestedBps() > bps).findFirst();
    }

    /** What becomes free next, if not everything is already. */
    public Optional<Unlock> next(Usdc amount, Instant start, Instant at) {
        return tranches.stream()
                .filter(tranche -> at.isBefore(unlock(start, tranche)))
                .findFirst()
                .map(
                        tranche ->
                                new Unlock(
                                        unlock(start, tranche), part(amount, tranche.vestedBps())));
    }

    private static Instant unlock(Instant start, Tranche tranche) {
        return start.plus(Duration.ofHours(24L * tranche.afterDays()));
    }

    /** {@code ⌊amount·bps/10⁴⌋}. */
    public static Usdc part(Usdc amount, int bps) {
        return Usdc.ofMicros(
                BigInteger.valueOf(amount.micros())
                        .multiply(BigInteger.valueOf(bps))
                        .divide(BigInteger.valueOf(ALL_BPS))
                        .longValueExact());
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return tranches.stream()
                .map(tranche -> tranche.afterDays() + ":" + tranche.vestedBps())
                .collect(Collectors.joining(","));
    }
}
