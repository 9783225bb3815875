package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.PaymentConditions.Payer;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.chain.ChainSettings;
import io.megatron.core.custody.internal.Alerts;
import io.megatron.core.custody.internal.SetAlertCommand;
import io.megatron.core.events.PlatformEvents;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.CustodyAlert;
import io.megatron.mapper.custody.CustodyAlert.Kind;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.WithdrawalMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Looks for what needs somebody's hand: gas, USDC, the token, and the reserves. */
@Component
public class WatchingCustody {
    private static final String JOB = "custody-withdrawals";

    private final KnowingChain knowing;
    private final PaymentConditions conditions;
    private final ProvingReserves proving;
    private final WithdrawalMapper withdrawals;
    private final CustodyMapper custody;
    private final Alerts alerts;
    private final PlatformEvents events;
    private final TimeOrderedIds ids;
    private final Book book;
    private final ChainSettings settings;
    private final InstantSource realTime;
    private volatile @Nullable Instant head;

    public WatchingCustody(
            KnowingChain knowing,
            PaymentConditions conditions,
            ProvingReserves proving,
            WithdrawalMapper withdrawals,
            CustodyMapper custody,
            Alerts alerts,
            PlatformEvents events,
            TimeOrderedIds ids,
            Book book,
            ChainSettings settings,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.knowing = knowing;
        this.conditions = conditions;
        this.proving = proving;
        this.withdrawals = withdrawals;
        this.custody = custody;
        this.alerts = alerts;
        this.events = events;
        this.ids = ids;
        this.book = book;
        this.settings = settings;
        this.realTime = realTime;
    }

    /**
     * An alert that should stand and does not, or stands and should not.
     *
     * @param message what is the matter; empty where nothing is any more
     */
    public record Change(Kind kind, Optional<String> message) {
        /** For operators. */
        public String words() {
            return message.orElse("cleared");
        }
    }

    /** Whether the newest block that the node shows has become too old, or is new again. */
    public List<Change> chain() {
        return knowing.isOff()
                ? List.of()
                : changes(Map.of(Kind.CHAIN_STALE, stale(knowing.chain().orElseThrow())));
    }

    private Optional<String> stale(KnownChain chain) {
        BlockHeader newest = chain.client().head(Finality.LATEST);
        head = newest.time();
        return headAge().compareTo(settings.maxHeadAge()) <= 0
                ? Optional.empty()
                : Optional.of(
                        "the newest block is %d, of %s".formatted(newest.number(), newest.time()));
    }

    /**
     * How old the newest block is that was seen at the last look of this node; it grows while
     * nobody looks. Zero before the first.
     */
    public Duration headAge() {
        Instant seen = head;
        return seen == null ? Duration.ZERO : Duration.between(seen, realTime.instant());
    }

    /** What has changed about payments since alerts were set; nothing where they are off. */
    public List<Change> payments() {
        return conditions
                .payer()
                .map(
                        payer ->
                                changes(
                                        Map.of(
                                                Kind.TOKEN_PAUSED, conditions.paused(payer),
                                                Kind.HOT_WALLET_BLACKLISTED,
                                                        conditions.blacklisted(payer),
                                                Kind.GAS_LOW, conditions.gasLow(payer),
                                                Kind.HOT_WALLET_SHORT, shortOf(payer))))
                .orElseGet(List::of);
    }

    private Optional<String> shortOf(Payer payer) {
        Usdc wanted = withdrawals.approved();
        Usdc available = conditions.available(payer);
        return wanted.isZero() || wanted.compareTo(available) <= 0
                ? Optional.empty()
                : Optional.of(
                        "the hot wallet %s has %s USDC for approved withdrawals of %s"
                                .formatted(payer.hotWallet(), available, wanted));
    }

    /** What has changed about the reserves; nothing where there is no proof. */
    public List<Change> reserves() {
        return proving.prove() instanceof Outcome.Accepted<Reserves>(Reserves proof, boolean _)
                ? changes(Map.of(Kind.RESERVES_SHORT, shortOf(proof)))
                : List.of();
    }

    private static Optional<String> shortOf(Reserves proof) {
        return proof.isCovered()
                ? Optional.empty()
                : Optional.of(
                        "at block %d %s USDC are on the chain, %s are owed, %s are unexplained"
                                .formatted(
                                        proof.block().number(),
                                        proof.onChain(),
                                        proof.liabilities(),
                                        proof.unexplained()));
    }

    private List<Change> changes(Map<Kind, Optional<String>> now) {
        Set<Kind> open = open();
        return now.entrySet().stream()
                .filter(each -> each.getValue().isPresent() != open.contains(each.getKey()))
                .map(each -> new Change(each.getKey(), each.getValue()))
                .sorted((one, other) -> one.kind().compareTo(other.kind()))
                .toList();
    }

    /** The alerts that stand. */
    public Set<Kind> open() {
        return custody.openAlerts().stream()
                .map(CustodyAlert::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    /** Raises or clears one; false where somebody was first. */
    public Outcome<Boolean> set(Change change) {
        Call call =
                Call.ofJob(
                        JOB,
                        "SetAlert",
                        Map.of(
                                "kind", change.kind().name(),
                                "sent", UUID.randomUUID().toString()));
        return book.write(
                new SetAlertCommand(alerts, events, ids, call, change.kind(), change.message()),
                Deadline.none());
    }
}
