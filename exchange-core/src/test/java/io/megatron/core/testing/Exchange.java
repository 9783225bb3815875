package io.megatron.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.ExchangeCore;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.assets.CreatingAssets;
import io.megatron.core.assets.FundingTerms;
import io.megatron.core.assets.ReadingAssets;
import io.megatron.core.events.RedisAddress;
import io.megatron.core.funding.Contribution;
import io.megatron.core.funding.FeeClaim;
import io.megatron.core.funding.LpPositionView;
import io.megatron.core.funding.ProvidingLiquidity;
import io.megatron.core.funding.ReadingFunding;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.BookPace;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.ReadingLedger;
import io.megatron.core.ledger.Submitting;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole exchange core on a database of its own, in the words of the domain. */
public final class Exchange implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration ONE_MILLISECOND = Duration.ofMillis(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String MAX_AMOUNT = "999999999999.999999";
    private static final UUID ADMIN = UUID.fromString("018f0000-0000-7000-8000-0000000000ad");

    private final AnnotationConfigApplicationContext context = new KnownClasses();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private @Nullable UserId lp;

    private final TestDatabase database;

    private Exchange(
            TestDatabase database,
            InstantSource realTime,
            Optional<RedisAddress> redis,
            BookPace pace,
            String... properties) {
        this(database, realTime, redis, pace, _ -> {}, properties);
    }

    private Exchange(
            TestDatabase database,
            InstantSource realTime,
            Optional<RedisAddress> redis,
            BookPace pace,
            Consumer<GenericApplicationContext> outside,
            String... properties) {
        this.database = database;
        outside.accept(context);
        TestPropertyValues.of(properties).applyTo(context);
        context.getBeanFactory().addBeanPostProcessor(new SparingConnections());
        context.registerBean(DatabaseAddress.class, database::address);
        context.registerBean(SimpleMeterRegistry.class, () -> metrics);
        context.registerBean(BusinessClock.REAL_TIME, InstantSource.class, () -> realTime);
        context.registerBean(BookPace.class, () -> pace);
        redis.ifPresent(address -> context.registerBean(RedisAddress.class, () -> address));
        context.register(ExchangeCore.class);
        context.refresh();
    }

    /** A node on a database that others may use as well. */
    public static Exchange on(TestDatabase database, String... properties) {
        return on(database, InstantSource.system(), properties);
    }

    /** A node that knows something of the world outside, such as a chain. */
    public static Exchange on(
            TestDatabase database,
            InstantSource realTime,
            Consumer<GenericApplicationContext> outside,
            String... properties) {
        return new Exchange(
                database, realTime, Optional.empty(), BookPace.EAGER, outside, properties);
    }

    /** A node that leaves the book to others after each of its batches. */
    public static Exchange yielding(TestDatabase database) {
        return new Exchange(database, InstantSource.system(), Optional.empty(), new BookPace(true));
    }

    /** A node whose clock is the test's. */
    public static Exchange on(TestDatabase database, InstantSource realTime, String... properties) {
        return new Exchange(database, realTime, Optional.empty(), BookPace.EAGER, properties);
    }

    /** A node that shows what it may in a Redis. */
    public static Exchange with(RedisAddress redis, TestDatabase database, InstantSource realTime) {
        return new Exchange(database, realTime, Optional.of(redis), BookPace.EAGER);
    }

    public static Exchange fresh(String... properties) {
        return on(TestDatabases.fresh("exchange"), properties);
    }

    /** The database behind the exchange's back. */
    public TestDatabase database() {
        return database;
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
        fund(asset);
        return asset;
    }

    /** Brings an asset to its soft cap. */
    public void fund(AssetId asset) {
        accepted(contribute(lp(), asset, "2500"));
    }

    private synchronized UserId lp() {
        if (lp == null) {
            lp = traderWith("1000000");
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
                                .create(
                                        adminCall("asset"),
                                        blueprint,
                                        FundingTerms.USUAL,
                                        Deadline.none()))
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

    /** So many of them, registered at once: alone, each would wait for commits of its own. */
    public List<UserId> tradersWith(int count, String usdc) {
        return Callers.atOnce(count, _ -> traderWith(usdc)).stream().map(Attempt::value).toList();
    }

    /** A trader who holds so many shares of an asset, bought beforehand, and so much CASH. */
    public UserId holderOf(AssetId asset, String shares, String usdc) {
        UserId trader = traderWith("0");
        if (Shares.parse(shares).isPositive()) {
            Order order = Orders.parse(asset, "buy " + shares + " max " + MAX_AMOUNT);
            Usdc charge = accepted(quoting().quote(trader, order)).fill().gross();
            grant(Optional.of(trader), charge.toString());
            accepted(trade(trader, order));
        }
        if (Usdc.parse(usdc).isPositive()) {
            grant(Optional.of(trader), usdc);
        }
        return trader;
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
        return Call.of(ADMIN, UUID.randomUUID(), method, Map.of()).byStaff();
    }

    public Outcome<Trade> trade(UserId trader, Order order) {
        return trade(trader, UUID.randomUUID(), order);
    }

    public Outcome<Trade> trade(UserId trader, UUID requestId, Order order) {
        return trade(TradeCalls.of(trader.value(), requestId, order), order, Deadline.none());
    }

    /** Waits for what becomes of an order. */
    public Outcome<Trade> trade(Call call, Order order, Deadline deadline) {
        try {
            return use(ExecutingTrades.class)
                    .execute(call, order, deadline)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
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

    /** All fees of an asset that nobody has claimed or collected: the platform's and the LPs'. */
    public String fees(AssetId asset) {
        Usdc platform = Usdc.parse(balance(AccountKey.ofPool(AccountKind.PLATFORM_FEES, asset)));
        Usdc lps = Usdc.parse(balance(AccountKey.ofPool(AccountKind.LP_REWARDS, asset)));
        return platform.plus(lps).toString();
    }

    public String shares(UserId user, AssetId asset) {
        return reading().position(user, asset).shares().toString();
    }

    /** Write conflicts the book has met; has to stay 0. */
    public double aborts() {
        return count("megatron.book.aborts");
    }

    public double count(String counter) {
        return metrics.counter(counter).count();
    }

    /** What a timer has measured so far, all together. */
    public Duration total(String timer) {
        return Duration.ofNanos((long) metrics.get(timer).timer().totalTime(TimeUnit.NANOSECONDS));
    }

    /** How many batches the book has tried to write. */
    public long batches() {
        return metrics.summary("megatron.book.batch.size").count();
    }

    public int commandsWaiting() {
        return (int) metrics.get("megatron.book.depth").gauge().value();
    }

    private boolean isWriting() {
        return metrics.get("megatron.book.writing").gauge().value() == 1;
    }

    /** Returns once the book's thread is busy with a batch and nothing else waits. */
    public void awaitWriter() {
        await().pollInterval(ONE_MILLISECOND)
                .atMost(SOON)
                .until(() -> isWriting() && commandsWaiting() == 0);
    }

    public void awaitCommandsWaiting(int commands) {
        await().pollInterval(ONE_MILLISECOND)
                .atMost(SOON)
                .until(() -> commandsWaiting() == commands);
    }

    /**
     * Lets calls pile up, in their order, behind the book's lock, so that one batch takes them all;
     * the batch before it holds a command of no importance.
     */
    public <T> List<Attempt<T>> inOneBatch(List<Callable<T>> calls) {
        try (HeldBook held = database.holdBook();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<UserId> opener = threads.submit(() -> traderWith("0"));
            awaitWriter();
            List<Future<Attempt<T>>> attempts = new ArrayList<>();
            for (Callable<T> call : calls) {
                attempts.add(threads.submit(() -> Attempt.of(call)));
                awaitCommandsWaiting(attempts.size());
            }
            held.release();
            Callers.ended(opener);
            return attempts.stream().map(Callers::ended).toList();
        }
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
