package io.megatron.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.ExchangeCore;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.assets.CreatingAssets;
import io.megatron.core.assets.ReadingAssets;
import io.megatron.core.funding.Contribution;
import io.megatron.core.funding.FeeClaim;
import io.megatron.core.funding.LpPositionView;
import io.megatron.core.funding.ProvidingLiquidity;
import io.megatron.core.funding.ReadingFunding;
import io.megatron.core.funding.Submitting;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.ReadingLedger;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.trading.ExecutingTrades;
import io.megatron.core.trading.Order;
import io.megatron.core.trading.QuotingTrades;
import io.megatron.core.trading.ReadingTrades;
import io.megatron.core.trading.TradeCalls;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.trading.Trade;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The whole exchange core on a database of its own, in the words of the domain. */
public final class Exchange implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final UUID ADMIN = UUID.fromString("018f0000-0000-7000-8000-0000000000ad");

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SettableClock clock = new SettableClock();
    private @Nullable UserId lp;

    private Exchange(DatabaseAddress address, String... properties) {
        TestPropertyValues.of(properties).applyTo(context);
        context.registerBean(DatabaseAddress.class, () -> address);
        context.registerBean(SimpleMeterRegistry.class, () -> metrics);
        context.registerBean(Clock.class, () -> clock);
        context.register(ExchangeCore.class);
        context.refresh();
    }

    public static Exchange on(DatabaseAddress address, String... properties) {
        return new Exchange(address, properties);
    }

    public static Exchange fresh(String... properties) {
        return new Exchange(TestDatabases.fresh("exchange").address(), properties);
    }

    /** The exchange's clock, which runs until it is set. */
    public SettableClock clock() {
        return clock;
    }

    public <T> T use(Class<T> useCase) {
        return context.getBean(useCase);
    }

    /**
     * An active asset with this base price and slope, and nothing sold; its soft cap comes from one
     * LP who funds all of them.
     */
    public AssetId asset(String basePrice, String slope) {
        AssetId asset = unfundedAsset(basePrice, slope);
        accepted(contribute(lp(), asset, "2500"));
        return asset;
    }

    private synchronized UserId lp() {
        if (lp == null) {
            lp = traderWith("1000000000");
        }
        return lp;
    }

    public Outcome<Contribution> contribute(UserId user, AssetId asset, String usdc) {
        return use(ProvidingLiquidity.class)
                .contribute(
                        userCall(user, "contribute", asset + " " + usdc),
                        asset,
                        Usdc.parse(usdc),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    public Outcome<FeeClaim> claimFees(UserId user, AssetId asset) {
        return use(ProvidingLiquidity.class)
                .claimFees(
                        userCall(user, "claim", asset.toString()),
                        asset,
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    public LpPositionView provided(UserId user, AssetId asset) {
        return accepted(use(ReadingFunding.class).position(user, asset));
    }

    public AssetStatus status(AssetId asset) {
        return use(ReadingAssets.class).withId(asset).orElseThrow().asset().status();
    }

    /** An asset that is still FUNDING, with nothing contributed. */
    public AssetId unfundedAsset(String basePrice, String slope) {
        String symbol = "T" + NAMES.incrementAndGet();
        var blueprint =
                new CreatingAssets.Blueprint(
                        symbol, symbol, Price.parse(basePrice), Slope.parse(slope));
        return accepted(
                        use(CreatingAssets.class)
                                .create(adminCall("asset"), blueprint, Deadline.none()))
                .asset()
                .id();
    }

    public UserId traderWith(String usdc) {
        UserId id = UserId.of(UUID.randomUUID());
        accepted(use(RegisteringUsers.class).register(adminCall("register"), id, Deadline.none()));
        if (Usdc.parse(usdc).isPositive()) {
            grant(Optional.of(id), usdc);
        }
        return id;
    }

    /** Test funds, to a user or to the treasury. */
    public void grant(Optional<UserId> user, String usdc) {
        accepted(
                use(CreditingAccounts.class)
                        .grantTestFunds(
                                adminCall("grant"), user, Usdc.parse(usdc), Deadline.none()));
    }

    public static Call userCall(UserId user, String method, String payload) {
        return Call.of(user.value(), UUID.randomUUID(), method, Map.of("payload", payload));
    }

    public static Call adminCall(String method) {
        return Call.of(ADMIN, UUID.randomUUID(), method, Map.of());
    }

    public Outcome<Trade> trade(UserId trader, Order order) {
        return trade(trader, UUID.randomUUID(), order);
    }

    public Outcome<Trade> trade(UserId trader, UUID requestId, Order order) {
        return use(ExecutingTrades.class)
                .execute(TradeCalls.of(trader.value(), requestId, order), order, Deadline.none());
    }

    public Outcome<Trade> buy(UserId trader, AssetId asset, String usdc) {
        return trade(trader, new Order.BuyExactIn(asset, Usdc.parse(usdc), Shares.ZERO));
    }

    public Outcome<Trade> sell(UserId trader, AssetId asset, String shares) {
        return trade(trader, new Order.SellExactIn(asset, Shares.parse(shares), Usdc.ZERO));
    }

    public QuotingTrades quoting() {
        return use(QuotingTrades.class);
    }

    public ReadingTrades reading() {
        return use(ReadingTrades.class);
    }

    public Book book() {
        return use(Book.class);
    }

    public String cash(UserId user) {
        return balance(AccountKey.ofUser(AccountKind.CASH, user));
    }

    public String balance(AccountKey key) {
        return use(ReadingLedger.class).balance(key).amount().toString();
    }

    public String shares(UserId user, AssetId asset) {
        return reading().position(user, asset).shares().toString();
    }

    /** Write conflicts the book has met; has to stay 0. */
    public double aborts() {
        return metrics.counter("megatron.book.aborts").count();
    }

    public double count(String meter) {
        return metrics.counter(meter).count();
    }

    /** The end of every scenario: no invariant is off by a micro. */
    public void reconciles() {
        Reconciling.Report report = use(Reconciling.class).reconcile();
        assertThat(report.checks())
                .allSatisfy(check -> assertThat(check.findings()).as(check.name()).isEmpty());
        assertThat(report.isClean()).isTrue();
    }

    public static <R> R accepted(Outcome<R> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<R>(R result, boolean _) -> result;
            case Outcome.Refused<R> refused ->
                    throw new AssertionError("refused: " + refused.refusal());
        };
    }

    public static Rejection refused(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<?> accepted ->
                    throw new AssertionError("accepted: " + accepted.result());
            case Outcome.Refused<?> refused -> refused.refusal().code();
        };
    }

    @Override
    public void close() {
        context.close();
    }
}
