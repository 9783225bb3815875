package io.megatron.jobs.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.BlockRange;
import io.megatron.core.custody.ReadingDeposits;
import io.megatron.core.custody.ScanningDeposits;
import io.megatron.core.custody.ScanningDeposits.Scan;
import io.megatron.core.custody.SettlingDeposits;
import io.megatron.core.custody.SettlingDeposits.Ready;
import io.megatron.core.custody.WatchingCustody;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.Rescan;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the chain for deposits, credits those that are deep enough and gives those up whose block
 * is gone. Without a chain, and while custody stands still, it finds nothing to do and says why.
 */
@Component
class DepositConfirmationsJob implements ExchangeJob {
    private static final Logger LOG = LoggerFactory.getLogger(DepositConfirmationsJob.class);

    private final ScanningDeposits scanning;
    private final SettlingDeposits settling;
    private final ReadingDeposits reading;
    private final WatchingCustody watching;
    private final DepositFigures figures;

    DepositConfirmationsJob(
            ScanningDeposits scanning,
            SettlingDeposits settling,
            ReadingDeposits reading,
            WatchingCustody watching,
            MeterRegistry meters) {
        this.scanning = scanning;
        this.settling = settling;
        this.reading = reading;
        this.watching = watching;
        this.figures = new DepositFigures(meters);
    }

    @Override
    public String name() {
        return "deposit-confirmations";
    }

    @Override
    public String description() {
        return scanning.isWithoutChain()
                ? "Reads the chain for deposits and credits them; off: no chain is configured"
                : "Reads the chain for deposits and credits them";
    }

    @Override
    public String schedule() {
        return "0/15 * * * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(
                new AlertPhase(watching, watching::chain),
                new Scanning(),
                new Settling(),
                new Rescanning());
    }

    /** One range of blocks after another: the place of the scan moves in their order. */
    private final class Scanning implements Phase<BlockRange> {
        private @Nullable Scan begun;
        private boolean looked;

        @Override
        public String name() {
            return "scan";
        }

        @Override
        public long count(Run run) {
            Optional<Scan> scan = scan();
            long blocks = scan.map(found -> found.head() - found.from() + 1).orElse(0L);
            return Math.ceilDiv(Math.max(0, blocks), scanning.maxBlocks());
        }

        private Optional<Scan> scan() {
            if (!looked) {
                scanning.off()
                        .ifPresent(reason -> LOG.info("deposits are not scanned: {}", reason));
                begun = scanning.begin().orElse(null);
                looked = true;
            }
            return Optional.ofNullable(begun);
        }

        @Override
        public List<BlockRange> due(Run run, Optional<BlockRange> after, int limit) {
            return scan().flatMap(
                            scan ->
                                    scan.next(
                                            after.map(BlockRange::to).orElse(-1L),
                                            scanning.maxBlocks()))
                    .map(List::of)
                    .orElseGet(List::of);
        }

        @Override
        public String key(BlockRange blocks) {
            return "blocks=" + blocks;
        }

        @Override
        public int atOnce(int usual) {
            return 1;
        }

        @Override
        public Outcome<Effect> work(Run run, BlockRange blocks) {
            if (run.preview()) {
                return Outcome.accepted(new Effect(true, "would be read"));
            }
            long found = scanning.read(scan().orElseThrow(), blocks);
            return Outcome.accepted(new Effect(found > 0, found + " deposits seen"));
        }
    }

    /** Rescans piece by piece, after what is deep enough has been credited. */
    private final class Rescanning implements Phase<Rescan> {
        @Override
        public String name() {
            return "rescan";
        }

        @Override
        public long count(Run run) {
            return scanning.rescans(Integer.MAX_VALUE).stream()
                    .mapToLong(
                            rescan ->
                                    Math.ceilDiv(
                                            rescan.toBlock() - rescan.nextBlock() + 1,
                                            scanning.maxBlocks()))
                    .sum();
        }

        @Override
        public List<Rescan> due(Run run, Optional<Rescan> after, int limit) {
            return scanning.nextRescan(after).map(List::of).orElseGet(List::of);
        }

        @Override
        public String key(Rescan rescan) {
            return "rescan_id=" + rescan.id() + " from_block=" + rescan.nextBlock();
        }

        @Override
        public int atOnce(int usual) {
            return 1;
        }

        @Override
        public Outcome<Effect> work(Run run, Rescan rescan) {
            if (run.preview()) {
                return Outcome.accepted(
                        new Effect(true, "would go on from block " + rescan.nextBlock()));
            }
            Rescan now = scanning.readOn(rescan);
            return Outcome.accepted(
                    new Effect(
                            now.nextBlock() != rescan.nextBlock(),
                            "read up to block " + (now.nextBlock() - 1)));
        }
    }

    private final class Settling implements Phase<Ready> {
        @Override
        public String name() {
            return "settle";
        }

        @Override
        public long count(Run run) {
            figures.stand(reading.figures());
            return settling.count();
        }

        /** No more than one chunk: the chain is asked right before the book. */
        @Override
        public List<Ready> due(Run run, Optional<Ready> after, int limit) {
            List<Ready> ready = settling.ready(after, Math.max(1, limit / 4));
            figures.stand(reading.figures());
            return ready;
        }

        @Override
        public String key(Ready ready) {
            return "deposit_id=" + ready.deposit().id();
        }

        @Override
        public Outcome<Effect> work(Run run, Ready ready) {
            Outcome<Deposit> settled =
                    run.preview() ? settling.validate(ready) : settling.settle(ready);
            return settled.map(deposit -> new Effect(true, words(deposit)));
        }

        private static String words(Deposit deposit) {
            return deposit.reason() == null
                    ? deposit.status().name()
                    : deposit.status() + ": " + deposit.reason();
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.DEPOSIT_CLOSED);
        }
    }
}
