package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.ProvidersDisagreeException;
import io.megatron.core.custody.internal.AdvancingAuthorizations;
import io.megatron.core.custody.internal.FindingForks;
import io.megatron.core.custody.internal.FindingTakenBack;
import io.megatron.core.custody.internal.FindingTakenBack.TakenBack;
import io.megatron.core.custody.internal.PausingSearches;
import io.megatron.core.custody.internal.ReadingLogs;
import io.megatron.core.custody.internal.Step;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Authorization.Use;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.EvmAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Follows what was signed on the chain, by the token's own word: an authorization counts as used
 * when a final block says so, whoever sent the transaction, and as unused when a final block past
 * its time says so. Nothing else ends it, no missing receipt and no time-out.
 */
@Component
public class FollowingAuthorizations {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingAuthorizations.class);
    private static final int TOGETHER = 1_000;

    private final KnowingChain knowing;
    private final Halts halts;
    private final HaltingCustody halting;
    private final FindingForks forks;
    private final FindingTakenBack takenBack;
    private final AdvancingAuthorizations advancing;
    private final AuthorizationMapper mapper;
    private final BesideTheBook beside;
    private final Clock clock;
    private final ReadingLogs logs;
    private final PausingSearches pauses = new PausingSearches();
    private final int maxBlocks;

    public FollowingAuthorizations(
            KnowingChain knowing,
            Halts halts,
            HaltingCustody halting,
            FindingForks forks,
            FindingTakenBack takenBack,
            AdvancingAuthorizations advancing,
            AuthorizationMapper mapper,
            WithdrawalSettings settings,
            BesideTheBook beside,
            Clock clock) {
        this.knowing = knowing;
        this.halts = halts;
        this.halting = halting;
        this.forks = forks;
        this.takenBack = takenBack;
        this.advancing = advancing;
        this.mapper = mapper;
        this.beside = beside;
        this.clock = clock;
        this.maxBlocks = settings.maxBlocks();
        this.logs = new ReadingLogs(settings.maxBlocks());
    }

    /**
     * The chain as one look finds it.
     *
     * @param from the first block whose uses are not settled
     */
    public record View(KnownChain chain, BlockHeader head, BlockHeader finalized, long from) {
        /** Final blocks to be settled after a block, at most so many. */
        private Optional<BlockRange> next(long after, int blocks) {
            long first = Math.max(from, after + 1);
            return first > finalized.number()
                    ? Optional.empty()
                    : Optional.of(
                            new BlockRange(
                                    first, Math.min(finalized.number(), first + blocks - 1)));
        }
    }

    /**
     * Looks at the chain; nothing where there is none, or while custody stands still, as it does
     * from here on where the chain is not what it was.
     */
    public Optional<View> look() {
        if (knowing.isOff() || halts.open().isPresent()) {
            return Optional.empty();
        }
        try {
            KnownChain chain = knowing.sameChain();
            Optional<FindingForks.Fork> fork = forks.find(chain.client());
            if (fork.isPresent()) {
                halting.deepReorg(fork.get().different(), fork.get().found());
                return Optional.empty();
            }
            Optional<TakenBack> gone = takenBack.newest(chain.client());
            if (gone.isPresent()) {
                halting.takenBack(gone.get());
                return Optional.empty();
            }
            BlockHeader finalized = chain.client().head(Finality.FINALIZED);
            BlockHeader head = chain.client().head(Finality.LATEST);
            return Optional.of(new View(chain, head, finalized, place(finalized) + 1));
        } catch (ProvidersDisagreeException contradiction) {
            halting.providersDisagree(contradiction);
            return Optional.empty();
        }
    }

    /** Where the last look ended; at the first one here, since what is signed is used later. */
    private long place(BlockHeader finalized) {
        Long scanned = mapper.scannedTo();
        if (scanned != null) {
            return scanned;
        }
        beside.write(() -> mapper.advance(finalized.number(), finalized.number(), clock.instant()));
        return finalized.number();
    }

    /** How many blocks are settled at once, between two looks at whether to stop. */
    public int maxBlocks() {
        return maxBlocks;
    }

    /** The next final blocks to be settled. */
    public Optional<BlockRange> next(View view, Optional<BlockRange> after) {
        return view.next(after.map(BlockRange::to).orElse(-1L), maxBlocks);
    }

    /**
     * Settles what was used in final blocks, and gives back what was cancelled there. The place
     * moves when all of it is in the ledger, and all before it, so that a crash or blocks that
     * could not be read only mean to look again. One that the ledger refuses for itself is logged
     * and stays open, and holds up no other.
     *
     * @return how many ended, or {@link Rejection#CUSTODY_HALTED}
     * @throws ChainUnavailableException if the node does not tell
     */
    public Outcome<Integer> settle(View view, BlockRange blocks) {
        int ended = 0;
        List<Authorization> page = List.of();
        do {
            page = mapper.open(page.isEmpty() ? null : page.getLast().id(), TOGETHER);
            List<Moved> ends;
            try {
                ends = ends(view.chain(), page, blocks);
            } catch (ProvidersDisagreeException contradiction) {
                return halted(contradiction);
            }
            for (Outcome<Authorization> outcome : advance(ends)) {
                if (outcome instanceof Outcome.Refused<Authorization>(Refusal refusal)) {
                    if (refusal.code() == Rejection.CUSTODY_HALTED) {
                        return Outcome.refused(refusal);
                    }
                    LOG.warn("blocks {}: {}", blocks, refusal.message());
                } else {
                    ended++;
                }
            }
        } while (page.size() == TOGETHER);
        beside.write(() -> mapper.advance(blocks.from(), blocks.to(), clock.instant()));
        return Outcome.accepted(ended);
    }

    private <T> Outcome<T> halted(ProvidersDisagreeException contradiction) {
        return Outcome.refused(
                Rejection.CUSTODY_HALTED, halting.providersDisagree(contradiction).message());
    }

    private Map<AuthorizationKey, AuthorizationSpent> spent(
            KnownChain chain, Collection<Authorization> open, long from, long to) {
        Map<AuthorizationKey, AuthorizationSpent> spent = new HashMap<>();
        List<EvmAddress> authorizers =
                open.stream().map(Authorization::authorizer).distinct().toList();
        if (!authorizers.isEmpty() && from <= to) {
            logs.authorizations(chain, authorizers, from, to)
                    .forEach(event -> spent.put(event.key(), event));
        }
        return spent;
    }

    private List<Moved> ends(KnownChain chain, List<Authorization> page, BlockRange blocks) {
        Map<AuthorizationKey, AuthorizationSpent> spent =
                spent(chain, page, blocks.from(), blocks.to());
        return page.stream()
                .flatMap(
                        open ->
                                Optional.ofNullable(spent.get(open.key()))
                                        .map(how -> Moved.to(open, ended(chain, how)))
                                        .stream())
                .toList();
    }

    /** All at once, for the book to write them together. */
    private List<Outcome<Authorization>> advance(List<Moved> all) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return all.stream()
                    .map(moved -> CompletableFuture.supplyAsync(() -> advance(moved), threads))
                    .toList()
                    .stream()
                    .map(FollowingAuthorizations::result)
                    .toList();
        }
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /** What a final block says. Where it gives money back, no node may know otherwise. */
    private static Step ended(KnownChain chain, AuthorizationSpent how) {
        if (how.used()) {
            return new Step.Settled(use(how));
        }
        chain.client().confirm(chain.token(), how);
        return new Step.Voided("its authorization was cancelled on the chain");
    }

    private static Use use(AuthorizationSpent event) {
        return new Use(event.blockNumber(), event.blockHash(), event.transaction());
    }

    /** How many authorizations have not ended. */
    public long count() {
        return mapper.countOpen();
    }

    /**
     * An authorization, and what the newest blocks make of it.
     *
     * @param step empty where only the token itself can tell
     */
    public record Moved(Authorization authorization, Optional<Step> step) {
        private static Moved to(Authorization authorization, Step step) {
            return new Moved(authorization, Optional.of(step));
        }

        private static Moved somehow(Authorization authorization) {
            return new Moved(authorization, Optional.empty());
        }

        /** For operators. */
        public String words() {
            return step.map(Step::word).orElse("the token is asked");
        }
    }

    /**
     * What became of authorizations since they were looked at the last time, in the order of their
     * ids, after one of them.
     */
    public List<Moved> moved(View view, Optional<Moved> after, int limit) {
        Optional<Authorization> last = after.map(Moved::authorization);
        while (true) {
            List<Authorization> page = mapper.open(last.map(Authorization::id).orElse(null), limit);
            List<Moved> moved = moved(view, page);
            if (!moved.isEmpty() || page.size() < limit) {
                return moved;
            }
            last = Optional.of(page.getLast());
        }
    }

    private List<Moved> moved(View view, List<Authorization> page) {
        Map<AuthorizationKey, AuthorizationSpent> recent =
                spent(view.chain(), page, view.finalized().number() + 1, view.head().number());
        long settled = place(view.finalized());
        return page.stream()
                .flatMap(open -> moved(view, settled, open, recent.get(open.key())).stream())
                .toList();
    }

    private static boolean isPast(BlockHeader block, Authorization authorization) {
        return block.time().isAfter(authorization.validBefore());
    }

    private static Optional<Moved> moved(
            View view, long settled, Authorization open, @Nullable AuthorizationSpent recent) {
        if (isPast(view.finalized(), open)) {
            return Optional.of(Moved.somehow(open));
        }
        if (recent != null && recent.used()) {
            return open.use().filter(use(recent)::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of(Moved.to(open, new Step.Mined(use(recent))));
        }
        if (isUsed(open, view.finalized().number() + 1, Long.MAX_VALUE)) {
            return Optional.of(Moved.to(open, new Step.Unmined()));
        }
        // Final blocks were read, and the one that had used it was not among them, or had no logs.
        if (isUsed(open, 0, settled)) {
            return Optional.of(Moved.somehow(open));
        }
        return open.status().isUnused() && isPast(view.head(), open)
                ? Optional.of(Moved.to(open, new Step.Expired()))
                : Optional.empty();
    }

    private static boolean isUsed(Authorization open, long from, long to) {
        return open.use()
                .filter(use -> from <= use.blockNumber() && use.blockNumber() <= to)
                .isPresent();
    }

    /**
     * Writes down what became of one. Where the blocks do not tell, the token is asked, as of the
     * final block: this is what gives money back.
     *
     * @return it, or {@link Rejection#WITHDRAWAL_CLOSED} where somebody was first, {@link
     *     Rejection#CUSTODY_HALTED}, {@link Rejection#AMOUNT_OUT_OF_RANGE}
     * @throws ChainUnavailableException while nobody says how it was used, or not all final blocks
     *     were read
     */
    public Outcome<Authorization> follow(View view, Moved moved) {
        try {
            return moved.step().isPresent()
                    ? advance(moved)
                    : advance(Moved.to(moved.authorization(), fate(view, moved.authorization())));
        } catch (ProvidersDisagreeException contradiction) {
            return halted(contradiction);
        }
    }

    private Outcome<Authorization> advance(Moved moved) {
        return advancing.advance(moved.authorization(), moved.step().orElseThrow());
    }

    private Step fate(View view, Authorization open) {
        BlockHeader last = view.finalized();
        ChainClient client = view.chain().client();
        if (!client.spentBy(view.chain().token(), List.of(open.key()), last).isEmpty()) {
            return search(view, open);
        }
        if (place(last) < last.number()) {
            throw new ChainUnavailableException(
                    "blocks up to %d were read of %d: the logs have to say so as well before what is unused comes back"
                            .formatted(place(last), last.number()));
        }
        return isPast(last, open)
                ? new Step.Voided("the chain did not take it in time")
                : new Step.Unmined();
    }

    /**
     * The token says that it was used or cancelled, and no look at the final blocks has seen how,
     * as when a node had forgotten its logs. All blocks since it was signed are asked again; as
     * long as none of them says how, it stays open, and they are asked more rarely.
     */
    private Step search(View view, Authorization open) {
        Instant now = clock.instant();
        Optional<Instant> paused = pauses.pausedUntil(open.id(), now);
        if (paused.isPresent()) {
            throw new ChainUnavailableException(
                    "the token says that it is spent, and no log says how; searched again after "
                            + paused.get());
        }
        pauses.begin(open.id(), now);
        long first = open.signedBlock();
        long last = view.finalized().number();
        AuthorizationSpent how = spent(view.chain(), List.of(open), first, last).get(open.key());
        if (how == null) {
            throw new ChainUnavailableException(
                    "the token says that it is spent, and no log of the blocks %d to %d says how"
                            .formatted(first, last));
        }
        pauses.found(open.id());
        return ended(view.chain(), how);
    }
}
