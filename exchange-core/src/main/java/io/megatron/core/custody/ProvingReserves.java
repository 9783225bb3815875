package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.internal.FindingTakenBack;
import io.megatron.core.custody.internal.FindingTakenBack.TakenBack;
import io.megatron.core.ledger.Snapshots;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.DepositAddress;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.DepositScan;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.ReservesMapper;
import io.megatron.mapper.custody.ReservesMapper.KindTotal;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.BookMapper;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Compares what is on the chain with what is owed.
 *
 * <p>The block is the newest that is final and whose deposits have all been read: what arrived by
 * then is on record, credited or not. The ledger is read in one snapshot, and the chain afterwards,
 * as it was at that block; an address that is given meanwhile had nothing then. The node has to
 * know the balances of that block: on Arbitrum, where what is final is minutes old, an archive node
 * does.
 */
@Component
public class ProvingReserves {
    private static final int ADDRESSES_TOGETHER = 1_000;

    private final KnowingChain knowing;
    private final Snapshots snapshots;
    private final ReservesMapper reserves;
    private final DepositMapper deposits;
    private final CustodyMapper custody;
    private final BookMapper book;
    private final FindingTakenBack takenBack;

    public ProvingReserves(
            KnowingChain knowing,
            Snapshots snapshots,
            ReservesMapper reserves,
            DepositMapper deposits,
            CustodyMapper custody,
            BookMapper book,
            FindingTakenBack takenBack) {
        this.knowing = knowing;
        this.snapshots = snapshots;
        this.reserves = reserves;
        this.deposits = deposits;
        this.custody = custody;
        this.book = book;
        this.takenBack = takenBack;
    }

    /** What the ledger says in one snapshot. */
    private record Owed(
            long block,
            Instant asOf,
            List<KindTotal> totals,
            Usdc detected,
            Usdc ignored,
            Usdc creditedAfter,
            Usdc settledAfter,
            List<Authorization> openPayments,
            Usdc testGrants) {}

    /** What addresses of users hold. */
    private record Held(Usdc amount, long funded) {}

    /**
     * The proof, as of now.
     *
     * @return the proof, or {@link Rejection#CUSTODY_OFF} where no chain is configured or its
     *     deposits have never been read
     * @throws ChainUnavailableException if the node does not answer, or not for that block
     */
    public Outcome<Reserves> prove() {
        return knowing.chain()
                .<Outcome<Reserves>>map(this::prove)
                .orElseGet(() -> Outcome.refused(off("No chain is configured.")));
    }

    private Outcome<Reserves> prove(KnownChain chain) {
        long finalized = chain.client().head(Finality.FINALIZED).number();
        if (deposits.scan() == null) {
            return Outcome.refused(
                    off("The chain has never been read; the job deposit-confirmations does it."));
        }
        Owed owed = snapshots.read(() -> owed(finalized));
        BlockHeader block =
                chain.client()
                        .block(owed.block())
                        .orElseThrow(
                                () ->
                                        new ChainUnavailableException(
                                                "the node does not know block " + owed.block()));
        Usdc platform = sum(chain, custody.platformAddresses(), owed.block()).amount();
        Held users = heldByUsers(chain, owed.block());
        Usdc paid = paid(chain, owed.openPayments(), block);
        return Outcome.accepted(
                new Reserves(
                        chain.chainId(),
                        block,
                        owed.asOf(),
                        platform,
                        users.amount(),
                        users.funded(),
                        liabilities(owed.totals()),
                        differences(owed, paid, gone(chain, owed, block)),
                        owed.testGrants(),
                        paid));
    }

    private Owed owed(long finalized) {
        DepositScan scan = deposits.scan();
        long block = scan == null ? finalized : Math.min(finalized, Math.max(scan.scannedTo(), 0));
        return new Owed(
                block,
                book.state().lastTime(),
                reserves.totalsByKind(),
                reserves.detectedUpTo(block),
                reserves.ignoredUpTo(block),
                reserves.creditedAfter(block),
                reserves.settledAfter(block),
                reserves.openPayments(),
                reserves.testGrants());
    }

    private static Map<AccountKind, Usdc> liabilities(List<KindTotal> totals) {
        Map<AccountKind, Usdc> owed = new EnumMap<>(AccountKind.class);
        totals.stream()
                .filter(total -> total.kind() != AccountKind.CUSTODY)
                .forEach(total -> owed.put(total.kind(), total.amount()));
        return owed;
    }

    /** What of some payments had left by that block. */
    private static Usdc paid(KnownChain chain, List<Authorization> payments, BlockHeader block) {
        Set<AuthorizationKey> spent =
                payments.isEmpty()
                        ? Set.of()
                        : chain.client()
                                .spentBy(
                                        chain.token(),
                                        payments.stream().map(Authorization::key).toList(),
                                        block);
        return sum(payments.stream().filter(payment -> spent.contains(payment.key())));
    }

    /** What was settled by the ledger's snapshot, and what a reorg took back, by that block. */
    private Usdc gone(KnownChain chain, Owed owed, BlockHeader block) {
        List<Authorization> gone =
                takenBack.all(chain.client(), block.number()).stream()
                        .map(TakenBack::authorization)
                        .filter(payment -> isClosedBy(payment, owed.asOf()))
                        .toList();
        return sum(gone.stream()).minus(paid(chain, gone, block));
    }

    private static boolean isClosedBy(Authorization payment, Instant at) {
        return payment.closedAt() != null && !payment.closedAt().isAfter(at);
    }

    private static Usdc sum(Stream<Authorization> payments) {
        return payments.map(Authorization::amount).reduce(Usdc.ZERO, Usdc::plus);
    }

    private static List<Reserves.Difference> differences(Owed owed, Usdc paid, Usdc gone) {
        return List.of(
                new Reserves.Difference(
                        "detected_deposits",
                        "Deposits that were seen and are not credited yet",
                        owed.detected()),
                new Reserves.Difference(
                        "ignored_deposits",
                        "Transfers to our addresses that are too small to be credited",
                        owed.ignored()),
                new Reserves.Difference(
                        "credited_later",
                        "Deposits that are credited and came to the chain after this block",
                        owed.creditedAfter().negated()),
                new Reserves.Difference(
                        "used_not_settled",
                        "Withdrawals that were paid and are not settled yet",
                        paid.negated()),
                new Reserves.Difference(
                        "settled_later",
                        "Withdrawals that are settled and were paid after this block",
                        owed.settledAfter()),
                new Reserves.Difference(
                        "settled_and_gone",
                        "Withdrawals that are settled and that a deep reorg took back",
                        gone),
                new Reserves.Difference(
                        "test_grants",
                        "Invented money of a development installation",
                        owed.testGrants().negated()));
    }

    /** Page by page, so that memory does not follow the number of users. */
    private Held heldByUsers(KnownChain chain, long block) {
        Held held = new Held(Usdc.ZERO, 0);
        int after = -1;
        List<DepositAddress> page;
        do {
            page = custody.depositAddresses(after, ADDRESSES_TOGETHER);
            Held more = sum(chain, page.stream().map(DepositAddress::address).toList(), block);
            held = new Held(held.amount().plus(more.amount()), held.funded() + more.funded());
            after = page.isEmpty() ? after : page.getLast().derivationIndex();
        } while (page.size() == ADDRESSES_TOGETHER);
        return held;
    }

    private static Held sum(KnownChain chain, List<EvmAddress> holders, long block) {
        Map<EvmAddress, Usdc> balances =
                holders.isEmpty()
                        ? Map.of()
                        : chain.client().balances(chain.token(), holders, block);
        return new Held(
                balances.values().stream().reduce(Usdc.ZERO, Usdc::plus),
                balances.values().stream().filter(Usdc::isPositive).count());
    }

    private static Refusal off(String why) {
        return Refusal.of(Rejection.CUSTODY_OFF, why);
    }
}
