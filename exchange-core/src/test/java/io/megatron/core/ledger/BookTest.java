package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.Users;
import io.megatron.core.assets.CreatingAssets;
import io.megatron.core.assets.FundingTerms;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.HeldBook;
import io.megatron.core.testing.ScriptedCommand;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.core.trading.Order;
import io.megatron.core.trading.TradeCalls;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.Account;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.Entry;
import io.megatron.mapper.ledger.TransferCause;
import io.megatron.mapper.trading.Trade;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The book under bad commands, full queues, passed deadlines and other writers. */
@Timeout(60)
class BookTest {
    private static final int FULL_BATCH = 64;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static Exchange exchange;

    @BeforeAll
    static void open() {
        exchange = Exchange.fresh("megatron.book.max-batch=" + FULL_BATCH);
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
        assertThat(exchange.aborts()).isZero();
    }

    @Test
    void poisoned_commands_in_a_full_batch_harm_nobody_else() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("1000");
        List<ScriptedCommand> poisons =
                List.of(
                        breaksACheckWhenWritten(),
                        throwsWhenDecided(),
                        overdraws(),
                        looksAtWhatItDidNotDeclare(),
                        cannotBeRemembered(),
                        throwsWhenDeclared(),
                        writesAndThrows(),
                        doesNotBalance());
        List<Callable<Object>> calls = new ArrayList<>();
        for (int i = 0; i < FULL_BATCH; i++) {
            if (i % 8 == 5) {
                ScriptedCommand poison = poisons.get(i / 8);
                calls.add(() -> exchange.book().write(poison, Deadline.none()));
            } else {
                calls.add(() -> exchange.buy(trader, asset, "2"));
            }
        }
        double halvings = exchange.count("megatron.book.halvings");
        long remembered = exchange.database().count("requests where method = 'scripted'");

        List<Attempt<Object>> attempts = exchange.inOneBatch(calls);

        for (int i = 0; i < FULL_BATCH; i++) {
            if (i % 8 == 5) {
                assertThat(attempts.get(i).failure())
                        .as("poison %s", i / 8)
                        .isNotInstanceOf(BookException.class);
            } else {
                assertThat(attempts.get(i).value()).isInstanceOf(Outcome.Accepted.class);
            }
        }
        assertThat(exchange.count("megatron.book.halvings")).isGreaterThan(halvings);
        assertThat(exchange.cash(trader)).isEqualTo("888");
        assertThat(exchange.database().count("trades where asset_id = '" + asset + "'"))
                .isEqualTo(FULL_BATCH - poisons.size());
        assertThat(exchange.database().count("requests where method = 'scripted'"))
                .isEqualTo(remembered);
        assertThat(exchange.database().count("balances where balance < 0 and kind = 'CASH'"))
                .isZero();
    }

    /** The account would be overdrawn, which only the database notices. */
    private static ScriptedCommand breaksACheckWhenWritten() {
        Entries entries = exchange.use(Entries.class);
        return new ScriptedCommand(
                Exchange.adminCall("scripted"),
                keys -> {},
                draft -> {
                    long transfer = draft.nextTransferSeq();
                    for (Usdc amount : List.of(Usdc.ofMicros(1), Usdc.ofMicros(-1))) {
                        long id = draft.nextAccountId();
                        draft.append(
                                entries, new Entry(id, 1, transfer, amount, amount, draft.time()));
                    }
                    return Outcome.accepted("in debt");
                });
    }

    private static ScriptedCommand throwsWhenDecided() {
        return ScriptedCommand.of(
                draft -> {
                    throw new IllegalArgumentException("poison");
                });
    }

    private static ScriptedCommand overdraws() {
        return posting("overdrawn", "-5", "5");
    }

    private static ScriptedCommand doesNotBalance() {
        return posting("unbalanced", "5", "5");
    }

    private static ScriptedCommand posting(String word, String one, String other) {
        AccountKey from = AccountKey.ofUser(AccountKind.CASH, UserId.of(UUID.randomUUID()));
        AccountKey to = AccountKey.ofPlatform(AccountKind.TREASURY);
        Posting posting = exchange.use(Posting.class);
        Posting.Cause cause =
                new Posting.Cause(
                        TransferCause.ADJUSTMENT, UUID.randomUUID(), UUID.randomUUID(), "poison");
        return new ScriptedCommand(
                Exchange.adminCall("scripted"),
                keys -> {
                    keys.add(posting.accounts(), from);
                    keys.add(posting.accounts(), to);
                },
                draft -> {
                    posting.post(
                            draft,
                            cause,
                            List.of(
                                    new Posting.Leg(from, signed(one)),
                                    new Posting.Leg(to, signed(other))));
                    return Outcome.accepted(word);
                });
    }

    private static Usdc signed(String amount) {
        return amount.startsWith("-")
                ? Usdc.parse(amount.substring(1)).negated()
                : Usdc.parse(amount);
    }

    private static ScriptedCommand looksAtWhatItDidNotDeclare() {
        Users users = exchange.use(Users.class);
        return ScriptedCommand.of(
                draft ->
                        Outcome.accepted(
                                draft.find(users, UserId.of(UUID.randomUUID())).toString()));
    }

    /** Postgres takes no NUL character in a text. */
    private static ScriptedCommand cannotBeRemembered() {
        return ScriptedCommand.of(draft -> Outcome.accepted("a\0b"));
    }

    private static ScriptedCommand throwsWhenDeclared() {
        return new ScriptedCommand(
                Exchange.adminCall("scripted"),
                keys -> {
                    throw new IllegalStateException("poison");
                },
                draft -> Outcome.accepted("never"));
    }

    /** What it wrote before it failed is seen by nobody. */
    private static ScriptedCommand writesAndThrows() {
        AccountKey key = AccountKey.ofUser(AccountKind.CASH, UserId.of(UUID.randomUUID()));
        Accounts accounts = exchange.use(Accounts.class);
        return new ScriptedCommand(
                Exchange.adminCall("scripted"),
                keys -> keys.add(accounts, key),
                draft -> {
                    Usdc gift = Usdc.parse("1000000");
                    draft.nextTransferSeq();
                    long id = draft.nextAccountId();
                    draft.put(accounts, key, new Account(id, key.kind(), key.owner(), gift, 1));
                    throw new IllegalStateException("poison");
                });
    }

    /** A name the database cannot store comes from outside, so a real use case is poisoned too. */
    @Test
    void a_name_that_cannot_be_stored_fails_its_own_call_only() {
        UserId trader = exchange.traderWith("10");
        AssetId asset = exchange.asset("1", "0");
        var blueprint =
                new CreatingAssets.Blueprint("NUL", "a\0b", Price.parse("1"), Slope.parse("0"));

        List<Attempt<Object>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> exchange.buy(trader, asset, "1"),
                                () ->
                                        exchange.use(CreatingAssets.class)
                                                .create(
                                                        Exchange.adminCall("asset"),
                                                        blueprint,
                                                        FundingTerms.USUAL,
                                                        Deadline.none()),
                                () -> exchange.buy(trader, asset, "1")));

        assertThat(attempts.get(0).value()).isInstanceOf(Outcome.Accepted.class);
        assertThat(attempts.get(1).failure()).isNotInstanceOf(BookException.class);
        assertThat(attempts.get(2).value()).isInstanceOf(Outcome.Accepted.class);
    }

    /** Not only exceptions: deep recursion or a broken class must not end the book's thread. */
    @Test
    void a_command_that_ends_in_an_error_harms_nobody_else_and_the_book_goes_on() {
        UserId trader = exchange.traderWith("10");
        AssetId asset = exchange.asset("1", "0");
        ScriptedCommand poison =
                ScriptedCommand.of(
                        draft -> {
                            throw new StackOverflowError("poison");
                        });
        ScriptedCommand undeclarable =
                new ScriptedCommand(
                        Exchange.adminCall("scripted"),
                        keys -> {
                            throw new NoClassDefFoundError("poison");
                        },
                        draft -> Outcome.accepted("never"));

        List<Attempt<Object>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> exchange.buy(trader, asset, "1"),
                                () -> exchange.book().write(poison, Deadline.none()),
                                () -> exchange.book().write(undeclarable, Deadline.none()),
                                () -> exchange.buy(trader, asset, "1")));

        assertThat(attempts.get(0).value()).isInstanceOf(Outcome.Accepted.class);
        assertThat(attempts.get(1).failure()).isNotInstanceOf(BookException.class);
        assertThat(attempts.get(2).failure()).isNotInstanceOf(BookException.class);
        assertThat(attempts.get(3).value()).isInstanceOf(Outcome.Accepted.class);
        accepted(exchange.buy(trader, asset, "1"));
        assertThat(exchange.cash(trader)).isEqualTo("7");
    }

    @Test
    void a_refused_command_leaves_no_trace_in_the_batch_even_if_it_wrote() {
        AccountKey key = AccountKey.ofUser(AccountKind.CASH, UserId.of(UUID.randomUUID()));
        Accounts accounts = exchange.use(Accounts.class);
        Usdc gift = Usdc.parse("1000000");
        ScriptedCommand writer =
                new ScriptedCommand(
                        Exchange.adminCall("scripted"),
                        keys -> keys.add(accounts, key),
                        draft -> {
                            long id = draft.nextAccountId();
                            draft.put(
                                    accounts,
                                    key,
                                    new Account(id, key.kind(), key.owner(), gift, 1));
                            return Outcome.refused(Rejection.INSUFFICIENT_FUNDS, "no");
                        });
        ScriptedCommand reader =
                new ScriptedCommand(
                        Exchange.adminCall("scripted"),
                        keys -> keys.add(accounts, key),
                        draft -> Outcome.accepted(draft.find(accounts, key).toString()));

        List<Attempt<Outcome<String>>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> exchange.book().write(writer, Deadline.none()),
                                () -> exchange.book().write(reader, Deadline.none())));

        assertThat(Exchange.refused(attempts.getFirst().value()))
                .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(accepted(attempts.getLast().value())).isEqualTo("Optional.empty");
    }

    @Test
    void a_command_whose_deadline_has_passed_is_not_executed_and_harms_nobody() {
        UserId trader = exchange.traderWith("100");
        AssetId asset = exchange.asset("1", "0");
        UUID requestId = UUID.randomUUID();
        Order order = new Order.BuyExactIn(asset, Usdc.parse("10"), Shares.ZERO);
        Call call = TradeCalls.of(trader.value(), requestId, order);

        try (HeldBook held = exchange.database().holdBook();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<UserId> first = threads.submit(() -> exchange.traderWith("0"));
            exchange.awaitWriter();
            Deadline deadline = Deadline.after(Duration.ofMillis(1));
            Future<Attempt<Outcome<Trade>>> late =
                    threads.submit(() -> Attempt.of(() -> execute(call, order, deadline)));
            exchange.awaitCommandsWaiting(1);
            Future<Attempt<Outcome<Trade>>> patient =
                    threads.submit(() -> Attempt.of(() -> exchange.buy(trader, asset, "20")));
            exchange.awaitCommandsWaiting(2);
            await().atMost(SOON).until(deadline::hasPassed);
            held.release();

            assertThat(ended(late).failure()).isInstanceOf(BookException.DeadlinePassed.class);
            accepted(ended(patient).value());
            assertThat(ended(first)).isNotNull();
        }

        assertThat(exchange.cash(trader)).isEqualTo("80");
        assertThat(exchange.reading().ofRequest(trader, requestId)).isEmpty();
        assertThat(accepted(execute(call, order, Deadline.none())).cashAfter()).hasToString("70");
    }

    /** Another node may have refused it since, and its caller may count on that. */
    @Test
    void what_waits_for_the_book_until_its_deadline_or_until_its_caller_gives_up_is_not_executed() {
        UserId trader = exchange.traderWith("100");
        AssetId asset = exchange.asset("1", "0");
        AtomicBoolean gaveUp = new AtomicBoolean();
        Deadline soon = Deadline.after(Duration.ofMillis(500));
        Deadline impatient = Deadline.none().orWhen(gaveUp::get);

        for (Deadline deadline : List.of(soon, impatient)) {
            Order order = new Order.BuyExactIn(asset, Usdc.parse("10"), Shares.ZERO);
            Call call = TradeCalls.of(trader.value(), UUID.randomUUID(), order);
            try (HeldBook held = exchange.database().holdBook();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Attempt<Outcome<Trade>>> begun =
                        threads.submit(() -> Attempt.of(() -> execute(call, order, deadline)));
                exchange.awaitWriter();
                gaveUp.set(deadline == impatient);
                await().atMost(SOON).until(deadline::hasPassed);
                held.release();

                assertThat(ended(begun).failure()).isInstanceOf(BookException.DeadlinePassed.class);
            }
            assertThat(exchange.cash(trader)).isEqualTo("100");
            assertThat(exchange.reading().ofRequest(trader, call.requestId())).isEmpty();
        }
    }

    private static Outcome<Trade> execute(Call call, Order order, Deadline deadline) {
        return exchange.trade(call, order, deadline);
    }

    @Test
    void a_full_queue_turns_callers_away_at_once_and_those_in_it_are_served() {
        try (Exchange small = Exchange.fresh("megatron.book.queue-capacity=4");
                HeldBook held = small.database().holdBook();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Attempt<UserId>>> served = new ArrayList<>();
            served.add(threads.submit(() -> Attempt.of(() -> small.traderWith("0"))));
            small.awaitWriter();
            for (int waiting = 1; waiting <= 4; waiting++) {
                served.add(threads.submit(() -> Attempt.of(() -> small.traderWith("0"))));
                small.awaitCommandsWaiting(waiting);
            }
            long startNanos = System.nanoTime();

            Attempt<UserId> turnedAway = Attempt.of(() -> small.traderWith("0"));

            assertThat(turnedAway.failure()).isInstanceOf(BookException.Full.class);
            assertThat(((BookException) turnedAway.failure()).retryAfter()).isPositive();
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .as("at once")
                    .isLessThan(Duration.ofMillis(500));
            held.release();
            assertThat(served).allSatisfy(each -> assertThat(ended(each).value()).isNotNull());
            assertThat(small.database().count("users")).isEqualTo(5);
            small.reconciles();
        }
    }

    @Test
    void two_nodes_trade_one_asset_hot_and_both_get_on() {
        AssetId asset = exchange.asset("1", "0.001");
        UserId trader = exchange.holderOf(asset, "1000", "100000");
        try (Exchange other = Exchange.on(exchange.database())) {
            List<Attempt<Outcome<Trade>>> attempts =
                    Callers.atOnce(
                            32,
                            i -> {
                                Exchange node = i % 2 == 0 ? exchange : other;
                                for (int n = 0; n < 5; n++) {
                                    accepted(node.buy(trader, asset, "3"));
                                    accepted(node.sell(trader, asset, "1"));
                                }
                                return node.buy(trader, asset, "2");
                            });

            assertThat(attempts).allSatisfy(attempt -> accepted(attempt.value()));
            assertThat(other.aborts()).isZero();
            assertThat(other.batches()).as("batches of the other node").isGreaterThan(5);
            assertThat(exchange.database().count("trades where asset_id = '" + asset + "'"))
                    .isEqualTo(1 + 32 * 11);
            other.reconciles();
        }
    }

    @Test
    void book_time_never_goes_back_whatever_the_clocks_of_the_nodes_say() {
        Instant now = Instant.parse("2026-11-22T12:00:00.123456Z");
        SettableClock behind = SettableClock.at(now.minusSeconds(3600));
        var database = TestDatabases.fresh("time");
        try (Exchange one = Exchange.on(database, SettableClock.at(now));
                Exchange two = Exchange.on(database, behind)) {
            AssetId asset = one.asset("1", "0");
            UserId trader = one.traderWith("100");
            Trade first = accepted(one.buy(trader, asset, "1"));
            Trade second = accepted(two.buy(trader, asset, "1"));
            Trade third = accepted(one.buy(trader, asset, "1"));
            behind.set(now.plusNanos(5_000));
            Trade fourth = accepted(two.buy(trader, asset, "1"));

            assertThat(List.of(first, second, third, fourth))
                    .extracting(Trade::executedAt)
                    .containsExactly(now, now, now, now.plusNanos(5_000));
            assertThat(one.reading().ofUser(trader, second.id())).contains(second);
            assertThat(two.reading().ofRequest(trader, second.requestId())).contains(second);
            assertThat(
                            database.count(
                                    "(select booked_at < lag(booked_at) over (order by seq) as"
                                            + " back from transfers) t where back"))
                    .isZero();
            assertThat(
                            two.quoting()
                                    .quote(
                                            trader,
                                            new Order.SellExactIn(
                                                    asset, Shares.parse("1"), Usdc.ZERO)))
                    .isInstanceOfSatisfying(
                            Outcome.Accepted.class,
                            quote -> assertThat(quote.result()).isNotNull());
            one.reconciles();
        }
    }

    @Test
    void a_frozen_owner_of_the_book_loses_it_after_two_seconds() throws Exception {
        UserId trader = exchange.traderWith("10");
        AssetId asset = exchange.asset("1", "0");
        String url =
                exchange.database().address().applicationUrl()
                        + "&options=-c%20idle_in_transaction_session_timeout=2000";
        try (Connection owner = DriverManager.getConnection(url);
                Statement statement = owner.createStatement()) {
            owner.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            owner.setAutoCommit(false);
            statement.execute("lock table book in exclusive mode");
            long startNanos = System.nanoTime();

            accepted(exchange.buy(trader, asset, "1"));

            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(4));
        }
    }

    @Test
    void a_book_that_cannot_be_had_in_time_answers_unavailable_and_has_written_nothing() {
        try (Exchange hasty =
                Exchange.on(
                        exchange.database(),
                        "megatron.book.lock-timeout=300ms",
                        "megatron.book.frozen-owner-timeout=200ms",
                        "megatron.book.outage-patience=400ms")) {
            UserId trader = hasty.traderWith("10");
            AssetId asset = hasty.asset("1", "0");
            Map<String, String> before = exchange.database().contents();
            try (HeldBook held = exchange.database().holdBook()) {
                Attempt<Outcome<Trade>> attempt = Attempt.of(() -> hasty.buy(trader, asset, "1"));

                assertThat(attempt.failure()).isInstanceOf(BookException.Unavailable.class);
                held.release();
            }
            assertThat(exchange.database().contents()).isEqualTo(before);
            accepted(hasty.buy(trader, asset, "1"));
            assertThat(hasty.aborts()).isZero();
        }
    }

    @Test
    void a_closed_node_turns_callers_away_and_has_written_what_waited() {
        Exchange closing = Exchange.on(exchange.database());
        UserId trader = closing.traderWith("100");
        AssetId asset = closing.asset("1", "0");
        try (HeldBook held = exchange.database().holdBook();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Attempt<Outcome<Trade>>>> waiting = new ArrayList<>();
            waiting.add(threads.submit(() -> Attempt.of(() -> closing.buy(trader, asset, "1"))));
            closing.awaitWriter();
            for (int i = 1; i <= 5; i++) {
                waiting.add(
                        threads.submit(() -> Attempt.of(() -> closing.buy(trader, asset, "1"))));
                closing.awaitCommandsWaiting(i);
            }
            Future<?> end = threads.submit(closing::close);
            await().atMost(SOON)
                    .until(
                            () ->
                                    Attempt.of(() -> closing.buy(trader, asset, "50"))
                                            instanceof
                                            Attempt.Threw<Outcome<Trade>>(
                                                    BookException.Unavailable _));
            held.release();
            ended(end);

            assertThat(waiting).allSatisfy(each -> accepted(ended(each).value()));
        }
        assertThat(exchange.cash(trader)).isEqualTo("94");
    }

    private static <T> T ended(Future<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
