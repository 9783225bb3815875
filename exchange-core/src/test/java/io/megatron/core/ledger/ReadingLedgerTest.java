package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.megatron.core.Outcome;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Seed;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.fees.FeeSplit;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.CauseTotal;
import io.megatron.mapper.ledger.StatementLine;
import io.megatron.mapper.ledger.TransferCause;
import io.megatron.mapper.trading.Side;
import io.megatron.mapper.trading.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Balances of any past moment, and statements, against a history that the test keeps itself. */
class ReadingLedgerTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00.000007Z");
    private static final SettableClock CLOCK = SettableClock.at(START);
    private static final AccountKey TREASURY = AccountKey.ofPlatform(AccountKind.TREASURY);
    private static final AccountKey CUSTODY = AccountKey.ofPlatform(AccountKind.CUSTODY);

    /** What the test has seen happen, oldest first. */
    private static final List<Move> HISTORY = new ArrayList<>();

    private static Exchange exchange =
            Exchange.on(
                    TestDatabases.fresh("history"),
                    CLOCK,
                    "megatron.second-administrator.adjustment-above=999999999999");

    /** One account's side of something that happened. */
    private record Move(AccountKey account, Instant at, TransferCause cause, long micros) {}

    @BeforeAll
    static void live() {
        RandomGenerator random = Seed.random("history");
        AssetId asset = exchange.asset("1", "0.01");
        List<UserId> people = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            people.add(exchange.traderWith("0"));
        }
        // What the asset's LP was given.
        moved(TransferCause.TEST_GRANT, Map.of(CUSTODY, -1_000_000_000_000L));
        for (int i = 0; i < 150; i++) {
            // Often nothing passes between two of them, so that one moment holds many.
            long step = random.nextBoolean() ? 0 : 1 + random.nextLong(5_000_000);
            CLOCK.advance(Duration.ofNanos(step * 1_000));
            happen(random, people.get(random.nextInt(3)), asset);
        }
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
    }

    private static void happen(RandomGenerator random, UserId user, AssetId asset) {
        long micros = random.nextLong(20_000_000) + 1;
        AccountKey cash = AccountKey.ofUser(AccountKind.CASH, user);
        switch (random.nextInt(6)) {
            case 0 -> granted(Optional.of(user), cash, micros);
            case 1 -> granted(Optional.empty(), TREASURY, micros);
            case 2 -> adjusted(user, micros / 4);
            case 3 -> traded(exchange.sell(user, asset, Usdc.ofMicros(micros / 8 + 1).toString()));
            default -> traded(exchange.buy(user, asset, Usdc.ofMicros(micros / 2 + 2).toString()));
        }
    }

    private static void granted(Optional<UserId> user, AccountKey to, long micros) {
        exchange.grant(user, Usdc.ofMicros(micros).toString());
        moved(TransferCause.TEST_GRANT, Map.of(CUSTODY, -micros, to, micros));
    }

    private static void adjusted(UserId user, long micros) {
        if (micros == 0) {
            return;
        }
        Outcome<?> outcome =
                exchange.use(CreditingAccounts.class)
                        .adjust(
                                Exchange.adminCall("adjust"),
                                user,
                                Usdc.ofMicros(micros),
                                "for nothing",
                                Deadline.none());
        if (outcome instanceof Outcome.Accepted) {
            AccountKey cash = AccountKey.ofUser(AccountKind.CASH, user);
            moved(TransferCause.ADJUSTMENT, Map.of(TREASURY, -micros, cash, micros));
        }
    }

    private static void traded(Outcome<Trade> outcome) {
        if (outcome instanceof Outcome.Accepted<Trade>(Trade trade, boolean _)) {
            boolean buys = trade.side() == Side.BUY;
            long gross = trade.gross().micros();
            long net = trade.net().micros();
            FeeSplit fee = FeeSplit.of(trade.fee(), true);
            moved(
                    TransferCause.TRADE,
                    Map.of(
                            AccountKey.ofUser(AccountKind.CASH, trade.userId()),
                            buys ? -gross : net,
                            AccountKey.ofPool(AccountKind.CURVE_RESERVE, trade.assetId()),
                            buys ? net : -gross,
                            AccountKey.ofPool(AccountKind.PLATFORM_FEES, trade.assetId()),
                            fee.platform().micros(),
                            AccountKey.ofPool(AccountKind.LP_REWARDS, trade.assetId()),
                            fee.lps().micros()));
        }
    }

    private static void moved(TransferCause cause, Map<AccountKey, Long> legs) {
        legs.forEach(
                (account, micros) -> {
                    if (micros != 0) {
                        HISTORY.add(new Move(account, CLOCK.instant(), cause, micros));
                    }
                });
    }

    private static ReadingLedger ledger() {
        return exchange.use(ReadingLedger.class);
    }

    private static List<AccountKey> accounts() {
        return HISTORY.stream().map(Move::account).distinct().toList();
    }

    private static List<Move> moves(AccountKey account, Predicate<Instant> when) {
        return HISTORY.stream()
                .filter(move -> move.account().equals(account) && when.test(move.at()))
                .toList();
    }

    private static long sum(List<Move> moves) {
        return moves.stream().mapToLong(Move::micros).sum();
    }

    /** Moments that matter: at, just before and just after something happened, and any other. */
    private static Instant moment(RandomGenerator random) {
        Instant at = HISTORY.get(random.nextInt(HISTORY.size())).at();
        return switch (random.nextInt(6)) {
            case 0 -> at;
            case 1 -> at.minusNanos(1_000);
            case 2 -> at.minusNanos(1);
            case 3 -> at.plusNanos(999);
            case 4 -> at.plusNanos(random.nextLong(3_000_000_000L));
            default -> START.plusNanos(random.nextLong(400_000_000_000L));
        };
    }

    @Test
    void the_history_is_worth_testing() {
        assertThat(accounts()).hasSize(8);
        assertThat(HISTORY).hasSizeGreaterThan(200);
        assertThat(HISTORY.stream().map(Move::at).distinct().count()).isBetween(30L, 120L);
        assertThat(HISTORY.stream().map(Move::cause).distinct().count()).isEqualTo(3);
    }

    @Test
    void a_balance_of_any_past_moment_is_what_had_happened_up_to_and_at_it() {
        RandomGenerator random = Seed.random("past balances");
        for (int i = 0; i < 400; i++) {
            AccountKey account = accounts().get(random.nextInt(accounts().size()));
            Instant moment = moment(random);
            List<Move> before = moves(account, at -> !at.isAfter(moment));

            ReadingLedger.Balance balance = ledger().balanceAsOf(account, moment);

            assertThat(balance)
                    .as("%s as of %s", account, moment)
                    .isEqualTo(
                            new ReadingLedger.Balance(
                                    Usdc.ofMicros(sum(before)), moment, before.size()));
        }
    }

    @Test
    void before_the_first_entry_and_for_an_account_nobody_posted_to_it_is_zero() {
        for (AccountKey account : accounts()) {
            Instant first = moves(account, at -> true).getFirst().at();
            assertThat(ledger().balanceAsOf(account, first.minusNanos(1_000)))
                    .extracting(ReadingLedger.Balance::amount, ReadingLedger.Balance::lastSeq)
                    .containsExactly(Usdc.ZERO, 0L);
            assertThat(ledger().balanceAsOf(account, Instant.EPOCH).amount()).isEqualTo(Usdc.ZERO);
        }
        AccountKey nobody = AccountKey.ofUser(AccountKind.CASH, UserId.of(UUID.randomUUID()));
        assertThat(ledger().balance(nobody).amount()).isEqualTo(Usdc.ZERO);
        assertThat(ledger().balanceAsOf(nobody, CLOCK.instant()).amount()).isEqualTo(Usdc.ZERO);
        assertThat(ledger().history(nobody, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(ledger().statement(nobody, START, CLOCK.instant(), 0, 10))
                .isEqualTo(new ReadingLedger.Statement(Usdc.ZERO, Usdc.ZERO, List.of(), List.of()));
    }

    @Test
    void the_balance_now_is_all_that_happened() {
        for (AccountKey account : accounts()) {
            List<Move> all = moves(account, at -> true);
            ReadingLedger.Balance balance = ledger().balance(account);
            assertThat(balance.amount()).isEqualTo(Usdc.ofMicros(sum(all)));
            assertThat(balance.lastSeq()).isEqualTo(all.size());
            assertThat(ledger().balanceAsOf(account, balance.asOf())).isEqualTo(balance);
            assertThat(ledger().balanceAsOf(account, Instant.parse("2100-01-01T00:00:00Z")))
                    .extracting(ReadingLedger.Balance::amount)
                    .isEqualTo(balance.amount());
        }
    }

    @Test
    void a_statement_leads_from_opening_to_closing_line_by_line_and_cause_by_cause() {
        RandomGenerator random = Seed.random("statements");
        for (int i = 0; i < 200; i++) {
            AccountKey account = accounts().get(random.nextInt(accounts().size()));
            Instant one = moment(random);
            Instant two = moment(random);
            Instant from = one.isBefore(two) ? one : two;
            Instant until = one.isBefore(two) ? two : one;
            List<Move> within = moves(account, at -> !at.isBefore(from) && at.isBefore(until));

            ReadingLedger.Statement statement =
                    ledger().statement(account, from, until, 0, Integer.MAX_VALUE);

            String what = account + " from " + from + " until " + until;
            assertThat(statement.opening().micros())
                    .as(what)
                    .isEqualTo(sum(moves(account, at -> at.isBefore(from))));
            assertThat(statement.closing().micros())
                    .as(what)
                    .isEqualTo(statement.opening().micros() + sum(within));
            assertThat(statement.lines())
                    .as(what)
                    .extracting(
                            line -> line.amount().micros(),
                            StatementLine::cause,
                            StatementLine::bookedAt)
                    .containsExactlyElementsOf(
                            within.stream()
                                    .map(move -> tuple(move.micros(), move.cause(), move.at()))
                                    .toList());
            assertThat(totals(statement.totals())).as(what).isEqualTo(totalsOf(within));
            eachLineCarriesTheBalanceAfterIt(statement);
        }
    }

    private static void eachLineCarriesTheBalanceAfterIt(ReadingLedger.Statement statement) {
        Usdc balance = statement.opening();
        for (StatementLine line : statement.lines()) {
            balance = balance.plus(line.amount());
            assertThat(line.balanceAfter()).isEqualTo(balance);
        }
        assertThat(balance).isEqualTo(statement.closing());
    }

    private static Map<TransferCause, List<Long>> totals(List<CauseTotal> totals) {
        Map<TransferCause, List<Long>> byCause = new HashMap<>();
        totals.forEach(
                total ->
                        byCause.put(
                                total.cause(), List.of(total.entries(), total.amount().micros())));
        return byCause;
    }

    private static Map<TransferCause, List<Long>> totalsOf(List<Move> moves) {
        return moves.stream()
                .collect(
                        Collectors.groupingBy(
                                Move::cause,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        list -> List.of((long) list.size(), sum(list)))));
    }

    @Test
    void pages_of_a_statement_join_without_a_gap_and_repeat_its_totals() {
        AccountKey account = busiest();
        Instant from = START.plusSeconds(20);
        Instant until = CLOCK.instant().minusSeconds(20);
        ReadingLedger.Statement whole = ledger().statement(account, from, until, 0, 10_000);
        assertThat(whole.lines()).hasSizeGreaterThan(30);

        List<StatementLine> paged = new ArrayList<>();
        long after = 0;
        while (true) {
            ReadingLedger.Statement page = ledger().statement(account, from, until, after, 7);
            assertThat(page.opening()).isEqualTo(whole.opening());
            assertThat(page.closing()).isEqualTo(whole.closing());
            assertThat(page.totals()).isEqualTo(whole.totals());
            if (page.lines().isEmpty()) {
                break;
            }
            paged.addAll(page.lines());
            after = page.lines().getLast().seq();
        }

        assertThat(paged).isEqualTo(whole.lines());
    }

    /** On an exchange of its own, since it makes history go on. */
    @Test
    void pages_stay_the_same_while_new_entries_arrive() {
        try (Exchange busy = Exchange.fresh()) {
            AssetId asset = busy.asset("1", "0");
            UserId trader = busy.traderWith("1000");
            AccountKey cash = AccountKey.ofUser(AccountKind.CASH, trader);
            ReadingLedger ledger = busy.use(ReadingLedger.class);
            for (int i = 0; i < 30; i++) {
                accepted(busy.buy(trader, asset, "1"));
            }
            Instant until = ledger.balance(cash).asOf().plusNanos(1_000);
            List<StatementLine> history = ledger.history(cash, Long.MAX_VALUE, 1_000);
            List<StatementLine> statement =
                    ledger.statement(cash, Instant.EPOCH, until, 0, 1_000).lines();
            assertThat(history).hasSize(31).isEqualTo(statement.reversed());

            List<StatementLine> pagedBack = new ArrayList<>();
            List<StatementLine> pagedOn = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                long before = pagedBack.isEmpty() ? 32 : pagedBack.getLast().seq();
                long after = pagedOn.isEmpty() ? 0 : pagedOn.getLast().seq();
                pagedBack.addAll(ledger.history(cash, before, 7));
                pagedOn.addAll(ledger.statement(cash, Instant.EPOCH, until, after, 7).lines());
                accepted(busy.buy(trader, asset, "2"));
                accepted(busy.sell(trader, asset, "1"));
            }

            assertThat(pagedBack).isEqualTo(history);
            assertThat(pagedOn).isEqualTo(statement);
            busy.reconciles();
        }
    }

    private static AccountKey busiest() {
        return HISTORY.stream()
                .collect(Collectors.groupingBy(Move::account, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
