package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.chain.ProvidersDisagreeException;
import io.megatron.core.custody.internal.AdvancingAuthorizations;
import io.megatron.core.custody.internal.ReadingLogs;
import io.megatron.core.custody.internal.Step;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Authorization.Use;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.EvmAddress;
import java.time.Clock;
import java.util.ArrayList;
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
import org.springframework.stereotype.Component;

/**
 * Follows what was signed on the chain, by the token's own word: an authorization counts as used
 * when a final block says so, whoever sent the transaction, and as unused when a final block past
 * its time says so. Nothing else ends it, no missing receipt and no time-out.
 */
@Component
public class FollowingAuthorizations {
    private static final int TOGETHER = 1_000;

    private final KnowingChain knowing;
    private final Halts halts;
    private final HaltingCustody halting;
    private final AdvancingAuthorizations advancing;
    private final AuthorizationMapper mapper;
    private final BesideTheBook beside;
    private final Clock clock;
    private final ReadingLogs logs;
    private final int maxBlocks;

    public FollowingAuthorizations(
            KnowingChain knowing,
            Halts halts,
            HaltingCustody halting,
            AdvancingAuthorizations advancing,
            AuthorizationMapper mapper,
            WithdrawalSettings settings,
            BesideTheBook beside,
            Clock clock) {
        this.knowing = knowing;
        this.halts = halts;
        this.halting = halting;
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

    /** Looks at the chain; nothing where there is none, or while custody stands still. */
    public Optional<View> look() {
        if (knowing.isOff() || halts.open().isPresent()) {
            return Optional.empty();
        }
        try {
            KnownChain chain = knowing.chain().orElseThrow();
            BlockHeader finalized = chain.client().head(Finality.FINALIZED);
            BlockHeader head = chain.client().head(Finality.LATEST);
            // Whatever is signed later is used in later blocks.
            Long scanned = mapper.scannedTo();
            if (scanned == null) {
                beside.write(
                        () ->
                                mapper.advance(
                                        finalized.number(), finalized.number(), clock.instant()));
                scanned = finalized.number();
            }
            return Optional.of(new View(chain, head, finalized, scanned + 1));
        } catch (ProvidersDisagreeException contradiction) {
            halting.providersDisagree(contradiction);
            return Optional.empty();
        }
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
     * could not be read only mean to look again.
     *
     * @return how many ended, or {@link Rejection#CUSTODY_HALTED}, {@link
     *     Rejection#AMOUNT_OUT_OF_RANGE}
     */
    public Outcome<Integer> settle(View view, BlockRange blocks) {
        int ended = 0;
        List<Authorization> page = List.of();
        do {
            page = mapper.open(page.isEmpty() ? null : page.getLast().id(), TOGETHER);
            Map<AuthorizationKey, AuthorizationSpent> spent =
                    spent(view.chain(), page, blocks.from(), blocks.to());
            for (Outcome<Authorization> outcome : end(page, spent)) {
                if (outcome instanceof Outcome.Refused<Authorization>(Refusal refusal)
                        && refusal.code() != Rejection.WITHDRAWAL_CLOSED) {
                    return Outcome.refused(refusal);
                }
                ended++;
            }
        } while (page.size() == TOGETHER);
        beside.write(() -> mapper.advance(blocks.from(), blocks.to(), clock.instant()));
        return Outcome.accepted(ended);
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

    /** All at once, for the book to write them together. */
    private List<Outcome<Authorization>> end(
            List<Authorization> page, Map<AuthorizationKey, AuthorizationSpent> spent) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return page.stream()
                    .flatMap(
                            open ->
                                    Optional.ofNullable(spent.get(open.key()))
                                            .map(how -> new Moved(open, ended(how)))
                                            .stream())
                    .map(end -> CompletableFuture.supplyAsync(() -> follow(end), threads))
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

    private static Step ended(AuthorizationSpent how) {
        return how.used()
                ? new Step.Settled(use(how))
                : new Step.Voided("its authorization was cancelled on the chain");
    }

    private static Use use(AuthorizationSpent event) {
        return new Use(event.blockNumber(), event.blockHash(), event.transaction());
    }

    /** How many authorizations have not ended. */
    public long count() {
        return mapper.countOpen();
    }

    /** An authorization, and what the newest blocks make of it. */
    public record Moved(Authorization authorization, Step step) {
        /** For operators. */
        public String words() {
            return step.word();
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
        long settled = view.finalized().number();
        Map<AuthorizationKey, AuthorizationSpent> recent =
                spent(view.chain(), page, settled + 1, view.head().number());
        List<AuthorizationKey> overdue =
                page.stream()
                        .filter(open -> isPast(view.finalized(), open))
                        .map(Authorization::key)
                        .toList();
        Collection<AuthorizationKey> spent =
                overdue.isEmpty()
                        ? List.of()
                        : view.chain().client().spentBy(view.chain().token(), overdue, settled);
        List<Moved> moved = new ArrayList<>();
        for (Authorization open : page) {
            step(view, open, recent.get(open.key()), spent.contains(open.key()))
                    .ifPresent(step -> moved.add(new Moved(open, step)));
        }
        return moved;
    }

    private static boolean isPast(BlockHeader block, Authorization authorization) {
        return block.time().isAfter(authorization.validBefore());
    }

    private Optional<Step> step(
            View view,
            Authorization open,
            @Nullable AuthorizationSpent recent,
            boolean spentAtLast) {
        if (isPast(view.finalized(), open)) {
            return spentAtLast
                    ? search(view, open)
                    : Optional.of(new Step.Voided("the chain did not take it in time"));
        }
        if (recent != null && recent.used()) {
            return open.use().filter(use(recent)::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Step.Mined(use(recent)));
        }
        if (open.use().filter(use -> use.blockNumber() > view.finalized().number()).isPresent()) {
            return Optional.of(new Step.Unmined());
        }
        return open.status().isUnused() && isPast(view.head(), open)
                ? Optional.of(new Step.Expired())
                : Optional.empty();
    }

    /**
     * The token says that it was used or cancelled, and no look at the final blocks has seen how,
     * as when a node had forgotten its logs. All blocks since it was signed are asked again; as
     * long as none of them says how, it stays open.
     */
    private Optional<Step> search(View view, Authorization open) {
        return Optional.ofNullable(
                        spent(
                                        view.chain(),
                                        List.of(open),
                                        open.signedBlock(),
                                        view.finalized().number())
                                .get(open.key()))
                .map(FollowingAuthorizations::ended);
    }

    /**
     * Writes down what became of one.
     *
     * @return it, or {@link Rejection#WITHDRAWAL_CLOSED} where somebody was first, {@link
     *     Rejection#CUSTODY_HALTED}, {@link Rejection#AMOUNT_OUT_OF_RANGE}
     */
    public Outcome<Authorization> follow(Moved moved) {
        return advancing.advance(moved.authorization(), moved.step());
    }
}
