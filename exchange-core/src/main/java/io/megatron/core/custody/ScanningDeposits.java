package io.megatron.core.custody;

import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.ProvidersDisagreeException;
import io.megatron.core.custody.internal.ChainDepth;
import io.megatron.core.custody.internal.FindingForks;
import io.megatron.core.custody.internal.SeeingDeposits;
import io.megatron.core.custody.keys.SigningKeys;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.custody.Checkpoint;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.DepositScan;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.custody.Rescan;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the chain for transfers to our addresses, from where the last scan ended up to the newest
 * block, and keeps what it sees. The place from which the next one goes on moves only over blocks
 * that are as deep as the policy wants; those above are read again by every scan, so a reorg among
 * them, or a node that answered with nothing, heals by itself. Two scans at once, or a scan and a
 * rescan, see each log once.
 */
@Component
public class ScanningDeposits {
    private static final Logger LOG = LoggerFactory.getLogger(ScanningDeposits.class);
    private static final long CHECKPOINT_STRETCH = 10_000;
    private static final int OPEN_RESCANS = 1_000;

    private final KnowingChain knowing;
    private final Optional<SigningKeys> keys;
    private final Halts halts;
    private final HaltingCustody halting;
    private final FindingForks forks;
    private final SeeingDeposits seeing;
    private final DepositMapper mapper;
    private final CustodyMapper custody;
    private final BesideTheBook beside;
    private final DepositSettings settings;
    private final Clock clock;

    public ScanningDeposits(
            KnowingChain knowing,
            Optional<SigningKeys> keys,
            Halts halts,
            HaltingCustody halting,
            FindingForks forks,
            SeeingDeposits seeing,
            DepositMapper mapper,
            CustodyMapper custody,
            BesideTheBook beside,
            DepositSettings settings,
            Clock clock) {
        this.knowing = knowing;
        this.keys = keys;
        this.halts = halts;
        this.halting = halting;
        this.forks = forks;
        this.seeing = seeing;
        this.mapper = mapper;
        this.custody = custody;
        this.beside = beside;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * One scan: its head was read before any address is loaded, so a transfer to an address that
     * was given meanwhile is in a block that the next scan reads.
     *
     * @param deep up to this block nothing is expected to change any more
     * @param from the first block to be read
     */
    public record Scan(KnownChain chain, long head, long deep, long from) {

        /** The next blocks to be read, after those up to this one. */
        public Optional<BlockRange> next(long after, int maxBlocks) {
            long first = Math.max(from, after + 1);
            return first > head
                    ? Optional.empty()
                    : Optional.of(new BlockRange(first, Math.min(head, first + maxBlocks - 1)));
        }
    }

    /** Whether this node has no chain at all. Asks nobody. */
    public boolean isWithoutChain() {
        return knowing.isOff();
    }

    /** Why nothing is scanned: no chain, or custody stands still. */
    public Optional<String> off() {
        if (knowing.isOff()) {
            return Optional.of("no chain is configured");
        }
        return halts.open().map(halt -> "custody has halted: " + halt.message());
    }

    /**
     * Begins a scan, or nothing where it is off, or where the node lags behind what was read, or
     * where the chain is not what it was: then custody halts.
     */
    public Optional<Scan> begin() {
        if (off().isPresent()) {
            return Optional.empty();
        }
        try {
            return begin(knowing.sameChain());
        } catch (ProvidersDisagreeException contradiction) {
            halting.providersDisagree(contradiction);
            return Optional.empty();
        }
    }

    private Optional<Scan> begin(KnownChain chain) {
        ChainDepth depth = ChainDepth.of(chain.client(), settings);
        DepositScan scan = place(chain, depth);
        if (depth.head() < scan.scannedTo()) {
            LOG.warn(
                    "the node of the chain is at block {}, and {} was read before: no deposits are"
                            + " seen until it has caught up",
                    depth.head(),
                    scan.scannedTo());
            return Optional.empty();
        }
        Optional<FindingForks.Fork> fork = forks.find(chain.client());
        if (fork.isPresent()) {
            halting.deepReorg(fork.get().different(), fork.get().found());
            return Optional.empty();
        }
        keepPlatformAddresses();
        return Optional.of(new Scan(chain, depth.head(), depth.deep(), scan.scannedTo() + 1));
    }

    private DepositScan place(KnownChain chain, ChainDepth depth) {
        beside.write(
                () -> {
                    mapper.beginScan(
                            new DepositScan(
                                    chain.firstBlock() - 1,
                                    depth.head(),
                                    depth.settledHead(),
                                    clock.instant()));
                    mapper.seeHead(depth.head(), depth.settledHead(), clock.instant());
                });
        return Objects.requireNonNull(mapper.scan(), "the scan was just begun");
    }

    /** What arrives at the hot wallet from outside is money of ours that belongs to nobody. */
    private void keepPlatformAddresses() {
        keys.ifPresent(
                ours ->
                        beside.write(
                                () -> {
                                    custody.insertPlatformAddress(
                                            ours.hotWallet().address(),
                                            "HOT_WALLET",
                                            clock.instant());
                                    custody.insertPlatformAddress(
                                            ours.submitter(0).address(),
                                            "SUBMITTER",
                                            clock.instant());
                                }));
    }

    /** How many blocks a scan reads at once, between two looks at whether it should stop. */
    public int maxBlocks() {
        return settings.maxBlocks();
    }

    /**
     * Reads some of a scan's blocks. What is seen is kept before the place moves, so that a crash
     * between them only means to read again.
     *
     * @return how many deposits nobody had seen
     */
    public long read(Scan scan, BlockRange blocks) {
        long end = Math.min(blocks.to(), scan.deep());
        Optional<EvmHash> before =
                end < blocks.from() ? Optional.empty() : Optional.of(hash(scan.chain(), end));
        long found = seeing.see(scan.chain(), blocks);
        if (before.isPresent()) {
            if (!hash(scan.chain(), end).equals(before.get())) {
                throw new ChainUnavailableException(
                        "block " + end + " became another one while it was read");
            }
            // A scan takes its time, and the chain may have left what was read before it as well.
            Optional<FindingForks.Fork> fork = forks.find(scan.chain().client());
            if (fork.isPresent()) {
                halting.deepReorg(fork.get().different(), fork.get().found());
                return found;
            }
            advance(blocks.from() - 1, new Checkpoint(end, before.get()));
        }
        return found;
    }

    private void advance(long from, Checkpoint to) {
        beside.write(
                () -> {
                    if (!mapper.advance(from, to.blockNumber()).isEmpty()) {
                        mapper.insertCheckpoint(to, clock.instant());
                        mapper.thinCheckpoints(settings.checkpoints(), CHECKPOINT_STRETCH);
                    }
                });
    }

    private static EvmHash hash(KnownChain chain, long block) {
        return chain.client()
                .block(block)
                .map(BlockHeader::hash)
                .orElseThrow(
                        () ->
                                new ChainUnavailableException(
                                        "the node does not know block " + block + " any more"));
    }

    /** Rescans that are not done, oldest first; none while the scan is off. */
    public List<Rescan> rescans(int limit) {
        return off().isPresent() ? List.of() : mapper.openRescans(limit);
    }

    /**
     * What is to be read again next: the rest of a rescan of which a piece was just read, or else
     * the next rescan.
     *
     * @param before as it was before its piece was read
     */
    public Optional<Rescan> nextRescan(Optional<Rescan> before) {
        return rescans(OPEN_RESCANS).stream()
                .filter(rescan -> before.isEmpty() || isNext(rescan, before.get()))
                .findFirst();
    }

    private static boolean isNext(Rescan rescan, Rescan before) {
        return rescan.id().equals(before.id())
                ? rescan.nextBlock() > before.nextBlock()
                : rescan.id().toString().compareTo(before.id().toString()) > 0;
    }

    /**
     * Reads the next piece of a rescan, as far as the chain reaches.
     *
     * @return the rescan as it is then; the same where the chain has not come so far
     */
    public Rescan readOn(Rescan rescan) {
        KnownChain chain = knowing.chain().orElseThrow();
        long head = chain.client().head(ChainClient.Finality.LATEST).number();
        long first = rescan.nextBlock();
        long last = Math.min(Math.min(rescan.toBlock(), head), first + settings.maxBlocks() - 1);
        if (first <= last) {
            long found = seeing.see(chain, new BlockRange(first, last));
            beside.write(
                    () ->
                            mapper.advanceRescan(
                                    rescan.id(), first, last + 1, found, clock.instant()));
        }
        return Objects.requireNonNull(mapper.rescan(rescan.id()), "rescans are never deleted");
    }
}
