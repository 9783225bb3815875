package io.megatron.core.seeding;

import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.assets.FundingTerms;
import io.megatron.core.ledger.Call;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** What is traded: each less often than the one before it (Zipf's law, exponent 1). */
final class SeededAssets {
    static final FundingTerms TERMS =
            new FundingTerms(
                    Optional.of(new FundingTerms.Caps(Usdc.parse("2500"), Usdc.parse("1000000"))),
                    Optional.empty());

    private static final List<String> NAMES =
            List.of(
                    "Gold",
                    "Silver",
                    "Copper",
                    "Coffee",
                    "Cocoa",
                    "Wheat",
                    "Water",
                    "Lithium",
                    "Uranium",
                    "Carbon",
                    "Cotton",
                    "Timber",
                    "Freight",
                    "Sunlight",
                    "Wind",
                    "Compute",
                    "Bandwidth",
                    "Storage",
                    "Rainfall",
                    "Rice",
                    "Sugar",
                    "Tin",
                    "Zinc",
                    "Nickel");

    private static final long LEAST_PRICE_MICROS = 500_000;
    private static final int PRICE_DOUBLINGS = 9;

    /** Of the base price in micros: 200 000 shares double the price. */
    private static final long SLOPE_PICOS_PER_MICRO = 5;

    private static final int CONTRIBUTIONS = 4;
    private static final long LEAST_CONTRIBUTION_MICROS = 1_000_000_000;
    private static final long CONTRIBUTION_BOUND_MICROS = 10_000_000_000L;

    private final SeedSize size;
    private final double[] upTo;

    SeededAssets(SeedSize size) {
        this.size = size;
        upTo = new double[size.assets()];
        double sum = 0;
        for (int asset = 0; asset < upTo.length; asset++) {
            sum += 1.0 / (asset + 1);
            upTo[asset] = sum;
        }
    }

    /** What an LP gives to one of the assets; as a number among all LPs. */
    record Contributed(int lp, Usdc amount) {}

    int count() {
        return size.assets();
    }

    Blueprint blueprint(int asset) {
        SplittableRandom random = random(asset);
        String name = NAMES.get(asset % NAMES.size());
        int edition = asset / NAMES.size();
        String numbered = edition == 0 ? name : name + (edition + 1);
        long price = LEAST_PRICE_MICROS << random.nextInt(PRICE_DOUBLINGS + 1);
        return new Blueprint(
                "%s.%s".formatted(numbered.toUpperCase(Locale.ROOT), suffix()),
                numbered,
                Price.ofMicros(price),
                Slope.ofPicos(price * SLOPE_PICOS_PER_MICRO));
    }

    /** Those of another size have other symbols. */
    private String suffix() {
        String hash = Long.toString(Call.named(size.name()).getLeastSignificantBits() >>> 1, 36);
        return hash.substring(hash.length() - 5).toUpperCase(Locale.ROOT);
    }

    /** More than the soft cap together. */
    List<Contributed> contributions(int asset, int lps) {
        SplittableRandom random = random(-1 - asset);
        List<Contributed> contributions = new ArrayList<>(CONTRIBUTIONS);
        for (int number = 0; number < CONTRIBUTIONS; number++) {
            contributions.add(
                    new Contributed(
                            random.nextInt(lps),
                            Usdc.ofMicros(
                                    random.nextLong(
                                            LEAST_CONTRIBUTION_MICROS,
                                            CONTRIBUTION_BOUND_MICROS))));
        }
        return contributions;
    }

    private SplittableRandom random(long of) {
        return new SplittableRandom(size.seed() * 37 + of);
    }

    /** Which one somebody wants to trade. */
    int any(SplittableRandom random) {
        int place = Arrays.binarySearch(upTo, random.nextDouble(upTo[upTo.length - 1]));
        return place >= 0 ? place + 1 : -place - 1;
    }
}
