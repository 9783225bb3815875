package io.megatron.server.operations;

import io.megatron.core.operations.Reconciling;
import io.megatron.core.seeding.SeedSize;
import io.megatron.core.seeding.SeedingExchange;
import io.megatron.core.seeding.SeedingExchange.Seeded;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.ApplicationContext;

/**
 * Fills a development installation with people, assets and trades, and has its books reconciled
 * afterwards. Runs instead of a server, beside one or not.
 */
public final class SeedCommand {
    private static final int SECOND = 1_000_000_000;

    private SeedCommand() {}

    /**
     * Makes what is missing and tells what there is.
     *
     * @param option what was asked for, by name: seed, users, assets, trades
     * @return the exit status: 0 when all is there and reconciles, 1 when not, 2 when it was asked
     *     for in a way that cannot be
     */
    public static int run(Function<String, Optional<String>> option, String... arguments) {
        SeedSize size;
        try {
            size =
                    new SeedSize(
                            number(option, "seed", 1, Long.MAX_VALUE),
                            (int) number(option, "users", 1_000, Integer.MAX_VALUE),
                            (int) number(option, "assets", 20, Integer.MAX_VALUE),
                            number(option, "trades", 100_000, Long.MAX_VALUE));
        } catch (IllegalArgumentException unfit) {
            System.err.println("seed: " + unfit.getMessage());
            return 2;
        }
        return BesideTheServer.run(context -> seed(context, size), arguments);
    }

    private static long number(
            Function<String, Optional<String>> option, String name, long usual, long most) {
        Optional<String> given = option.apply(name);
        try {
            long number = given.map(Long::parseLong).orElse(usual);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException odd) {
            // As one that is out of range.
        }
        throw new IllegalArgumentException(
                "--%s has to be a whole number, not '%s'".formatted(name, given.orElse("")));
    }

    private static int seed(ApplicationContext context, SeedSize size) {
        long start = System.nanoTime();
        Seeded seeded;
        try (ProgressBar bar = ProgressBar.onErr()) {
            seeded = context.getBean(SeedingExchange.class).seed(size, bar::reached);
        } catch (IllegalStateException refused) {
            System.err.println("seed: " + refused.getMessage());
            return 1;
        }
        long seconds = (System.nanoTime() - start) / SECOND;
        System.out.printf(
                Locale.ROOT,
                "seed %d: %,d users, %,d assets, %,d trades, after %d s%n",
                size.seed(),
                size.users(),
                size.assets(),
                seeded.made(),
                seconds);
        seeded.refused()
                .forEach((code, count) -> System.out.printf("refused: %s %d%n", code, count));
        Reconciling.Report report = context.getBean(Reconciling.class).reconcile();
        System.out.printf(
                "reconciliation: %s%n",
                report.isClean()
                        ? "clean"
                        : report.findings() + " findings; scripts/reconcile names them");
        return report.isClean() ? 0 : 1;
    }
}
