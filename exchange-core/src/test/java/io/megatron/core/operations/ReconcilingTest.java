package io.megatron.core.operations;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.operations.Finding;
import io.megatron.mapper.operations.ReconciledUpTo;
import io.megatron.mapper.trading.Trade;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One number is changed behind the exchange's back, by the one role that could. Reconciliation has
 * to name what was changed and, where the change leaves the rest true, nothing else.
 */
class ReconcilingTest {
    /** What only a full run sums up. */
    private static final List<String> HISTORY =
            List.of("totals_match_entries", "claims_match_fees", "trades_numbered");

    private static final List<String> TABLES =
            List.of(
                    "users",
                    "assets",
                    "fundings",
                    "lp_positions",
                    "lp_lots",
                    "accounts",
                    "account_kind_totals",
                    "transfers",
                    "entries",
                    "positions",
                    "trades",
                    "outbox",
                    "requests",
                    "asset_requests",
                    "book_state",
                    "reconciled_up_to");

    private static Exchange exchange = Exchange.fresh();

    /** The same books, looked at two records at a time, so that every owner is summed in parts. */
    private static final Exchange inPieces =
            Exchange.on(exchange.database(), "megatron.reconciliation.piece=2");

    private static AssetId asset;
    private static String symbol;
    private static UserId trader;
    private static UserId idle;
    private static Trade sell;

    @BeforeAll
    static void history() {
        asset = exchange.asset("1.5", "0.001");
        symbol = exchange.database().value("select symbol from assets");
        trader = exchange.holderOf(asset, "12.345678", "100");
        idle = exchange.traderWith("0");
        exchange.grant(Optional.empty(), "500");
        accepted(
                exchange.use(CreditingAccounts.class)
                        .adjust(
                                Exchange.adminCall("adjust"),
                                trader,
                                Usdc.parse("25"),
                                "welcome",
                                Deadline.none()));
        accepted(exchange.buy(trader, asset, "10"));
        sell = accepted(exchange.sell(trader, asset, "3.210987"));
        accepted(exchange.buy(trader, asset, "1"));
        dustThatIsWorthNothing();
        asSuperuser("create schema saved");
        for (String table : TABLES) {
            asSuperuser("create table saved." + table + " as table public." + table);
        }
        exchange.reconciles();
    }

    /** A trade whose transfer has no entries is clean. */
    private static void dustThatIsWorthNothing() {
        AssetId cheap = exchange.asset("0.5", "0");
        UserId collector = exchange.holderOf(cheap, "0.000001", "0");
        Trade nothing = accepted(exchange.sell(collector, cheap, "0.000001"));
        assertThat(
                        exchange.database()
                                .count("entries where transfer_seq = " + nothing.transferSeq()))
                .isZero();
    }

    /** Everything stands as it stood before the next test. */
    @AfterEach
    void restore() {
        List<String> statements = new ArrayList<>();
        for (String table : TABLES) {
            statements.add("delete from public." + table);
            statements.add("insert into public." + table + " select * from saved." + table);
        }
        asSuperuser(statements.toArray(String[]::new));
        exchange.reconciles();
    }

    @AfterAll
    static void close() {
        inPieces.close();
        exchange.close();
    }

    private static Map<String, List<String>> findings() {
        Map<String, List<String>> all = findings(exchange.use(Reconciling.class).reconcile());
        Map<String, List<String>> younger = new TreeMap<>(all);
        HISTORY.forEach(younger::remove);
        assertThat(findings(exchange.use(Reconciling.class).reconcileYounger()))
                .as("what an incremental run finds that begins at the beginning")
                .isEqualTo(younger);
        assertThat(sorted(findings(inPieces.use(Reconciling.class).reconcile())))
                .as("what is found piece by piece")
                .isEqualTo(sorted(all));
        assertThat(sorted(findings(inPieces.use(Reconciling.class).reconcileYounger())))
                .as("what an incremental run finds piece by piece")
                .isEqualTo(sorted(younger));
        return all;
    }

    /** The parts of the books are looked at in the order of transfers, the whole by account. */
    private static Map<String, List<String>> sorted(Map<String, List<String>> findings) {
        Map<String, List<String>> sorted = new TreeMap<>();
        findings.forEach((check, rows) -> sorted.put(check, rows.stream().sorted().toList()));
        return sorted;
    }

    private static Map<String, List<String>> findings(Reconciling.Report report) {
        Map<String, List<String>> findings = new TreeMap<>();
        for (Reconciling.Checked check : report.checks()) {
            if (!check.findings().isEmpty()) {
                findings.put(
                        check.name(), check.findings().stream().map(Finding::subject).toList());
            }
        }
        assertThat(report.isClean()).isEqualTo(findings.isEmpty());
        return findings;
    }

    @Test
    void an_incremental_run_looks_at_the_records_that_are_younger_and_at_all_totals() {
        Reconciling reconciling = exchange.use(Reconciling.class);
        reconciling.passed(reconciling.reconcile().upTo());
        Trade young = accepted(exchange.buy(trader, asset, "10"));

        Reconciling.Report report = reconciling.reconcileYounger();
        assertThat(report.isClean()).isTrue();
        assertThat(rows(report, "transfers_balance")).isEqualTo(1);
        assertThat(rows(report, "entries_chain")).isEqualTo(4);
        assertThat(rows(report, "trades_settled_and_announced")).isEqualTo(1);
        assertThat(rows(report, "trades_announced_once")).isEqualTo(1);

        tamper(
                "update entries set balance_after = balance_after + 1 where transfer_seq = "
                        + sell.transferSeq());
        assertThat(findings(reconciling.reconcileYounger())).as("an older record").isEmpty();
        assertThat(findings(reconciling.reconcile()).get("entries_chain")).hasSizeGreaterThan(4);

        tamper(
                "update entries e set balance_after = e.balance_after + 1 from entries y where"
                        + " e.account_id = y.account_id and e.seq = y.seq - 1 and y.transfer_seq = "
                        + young.transferSeq());
        assertThat(findings(reconciling.reconcileYounger()).get("entries_chain"))
                .as("older records that younger ones follow")
                .hasSize(4);

        tamper("update trades set event_id = 0 where id = '" + young.id() + "'");
        assertThat(findings(reconciling.reconcileYounger()))
                .containsEntry("trades_settled_and_announced", List.of("trade " + young.id()));
    }

    @Test
    void what_is_booked_between_two_pieces_is_no_finding_and_every_record_is_looked_at_once() {
        Look look = inPieces.use(Reconciling.class).begin();
        long transfers = exchange.database().count("transfers");
        long entries = exchange.database().count("entries");
        assertThat(look.pieces()).hasSizeGreaterThan(10);

        for (Look.Piece piece : look.pieces()) {
            assertThat(look.isComplete()).isFalse();
            assertThat(look.check(piece)).as(piece.name()).isEmpty();
            assertThat(look.check(piece)).as(piece.name() + " again").isEmpty();
            if (piece.number() % 5 == 0) {
                accepted(exchange.buy(trader, asset, "1"));
            }
        }

        assertThat(look.isComplete()).isTrue();
        Reconciling.Report report = look.report();
        assertThat(report.isClean()).isTrue();
        assertThat(report.upTo().transferSeq()).isEqualTo(transfers);
        assertThat(rows(report, "transfers_balance")).isEqualTo(transfers);
        assertThat(rows(report, "entries_chain")).isEqualTo(entries);
        assertThat(rows(report, "totals_match_entries")).isEqualTo(AccountKind.values().length);
    }

    @Test
    void records_beyond_where_the_book_stands_are_looked_at() {
        Reconciling reconciling = exchange.use(Reconciling.class);
        reconciling.passed(reconciling.reconcile().upTo());

        tamper(
                "update entries set transfer_seq = transfer_seq + 1000000 where transfer_seq = "
                        + sell.transferSeq());

        assertThat(findings(reconciling.reconcileYounger())).containsOnlyKeys("entries_belong");
        assertThat(findings(reconciling.reconcile()))
                .as("the entries after them follow on them, wherever these are")
                .doesNotContainKey("entries_chain");
    }

    @Test
    void no_piece_reads_more_records_than_it_should() {
        Look look = inPieces.use(Reconciling.class).begin();
        long before = 0;
        for (Look.Piece piece : look.pieces()) {
            look.check(piece);
            long looked = rows(look.report(), "transfers_balance");
            assertThat(looked - before).as(piece.name()).isLessThanOrEqualTo(2);
            before = looked;
        }
    }

    @Test
    void many_records_are_summed_in_many_short_snapshots_with_a_rest_after_each() {
        assertThat(rests("all entries,"))
                .isEqualTo(Math.ceilDiv(exchange.database().count("transfers"), 2));
        String rewards = account("LP_REWARDS", asset.value());
        long entries = exchange.database().count("entries where account_id = " + rewards);
        assertThat(entries).isGreaterThan(2);
        assertThat(rests("assets " + asset + ", claims_match_fees"))
                .isEqualTo(Math.ceilDiv(entries, 2));
    }

    /** How many rests the piece of this name has. */
    private static long rests(String name) {
        Look look = inPieces.use(Reconciling.class).begin();
        Look.Piece named =
                look.pieces().stream()
                        .filter(piece -> piece.name().startsWith(name))
                        .findFirst()
                        .orElseThrow();
        List<Duration> rests = new ArrayList<>();
        assertThat(look.check(named, rests::add)).isEmpty();
        return rests.size();
    }

    @Test
    void how_far_the_books_were_found_right_never_goes_back() {
        Reconciling reconciling = exchange.use(Reconciling.class);
        ReconciledUpTo now = reconciling.reconcile().upTo();
        reconciling.passed(now);

        reconciling.passed(new ReconciledUpTo(now.transferSeq() - 1, now.eventId(), Instant.EPOCH));

        assertThat(rows(reconciling.reconcileYounger(), "transfers_balance")).isZero();
    }

    private static long rows(Reconciling.Report report, String check) {
        return report.checks().stream()
                .filter(checked -> checked.name().equals(check))
                .mapToLong(Reconciling.Checked::rows)
                .sum();
    }

    @Test
    void a_transfer_without_entries_is_named() {
        tamper(
                "insert into transfers values (9001, 'adjustment', gen_random_uuid(), 1, now(),"
                        + " gen_random_uuid(), null)");

        assertThat(findings()).isEqualTo(Map.of("transfers_balance", List.of("transfer 9001")));
    }

    @Test
    void a_trade_s_transfer_that_lost_its_entries_is_named() {
        tamper("delete from entries where transfer_seq = " + sell.transferSeq());

        assertThat(findings())
                .containsEntry("transfers_balance", List.of("transfer " + sell.transferSeq()));
    }

    @Test
    void an_entry_that_went_to_another_transfer_is_named_by_both() {
        tamper(
                "update entries set transfer_seq = "
                        + (sell.transferSeq() + 1)
                        + " where transfer_seq = "
                        + sell.transferSeq()
                        + " and account_id = "
                        + account("CASH", trader.value()));

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "transfers_balance",
                                List.of(
                                        "transfer " + sell.transferSeq(),
                                        "transfer " + (sell.transferSeq() + 1))));
    }

    @Test
    void an_entry_whose_amount_was_changed_is_named_with_its_transfer_and_its_account() {
        String cash = account("CASH", trader.value());
        tamper(
                "update entries set amount = amount + 0.000001 where transfer_seq = "
                        + sell.transferSeq()
                        + " and account_id = "
                        + cash);

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "transfers_balance",
                                List.of("transfer " + sell.transferSeq()),
                                "totals_match_entries",
                                List.of("all accounts of kind CASH"),
                                "entries_chain",
                                List.of(entry(sell.transferSeq(), cash))));
    }

    @Test
    void entries_without_their_transfer_are_named() {
        String transfer =
                exchange.database().value("select seq from transfers where cause = 'adjustment'");
        List<String> entries =
                exchange.database()
                        .values(
                                "select 'entry ' || seq || ' of account ' || account_id from"
                                        + " entries where transfer_seq = "
                                        + transfer
                                        + " order by account_id, seq");
        tamper("delete from transfers where seq = " + transfer);

        assertThat(findings()).isEqualTo(Map.of("entries_belong", entries));
    }

    @Test
    void entries_without_their_account_are_named() {
        String empty =
                exchange.database()
                        .value(
                                "select id from balances where balance = 0 and kind = 'CASH'"
                                        + " and last_seq > 0");
        tamper("delete from accounts where id = " + empty);

        assertThat(findings()).containsOnlyKeys("entries_belong", "totals_match_entries");
        assertThat(findings().get("entries_belong"))
                .isNotEmpty()
                .allSatisfy(subject -> assertThat(subject).endsWith(" of account " + empty));
    }

    @Test
    void a_balance_that_is_not_the_sum_of_its_entries_is_named() {
        String fees = account("PLATFORM_FEES", asset.value());
        String last = exchange.database().value("select last_seq from balances where id = " + fees);
        tamper(
                "update entries set balance_after = balance_after + 0.000001 where account_id = "
                        + fees
                        + " and seq = "
                        + last);

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "entries_chain",
                                List.of("entry " + last + " of account " + fees),
                                "totals_match_balances",
                                List.of("all accounts of kind PLATFORM_FEES")));
    }

    @Test
    void a_kind_s_total_that_is_not_the_sum_of_its_entries_is_named() {
        tamper(
                "update account_kind_totals set balance = balance + 0.000001 where kind = 'CASH'",
                "update account_kind_totals set balance = balance - 0.000001"
                        + " where kind = 'TREASURY'");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "totals_match_balances",
                                List.of("all accounts of kind TREASURY"),
                                "totals_match_entries",
                                List.of(
                                        "all accounts of kind CASH",
                                        "all accounts of kind TREASURY")));
    }

    @Test
    void a_kind_without_a_total_is_named() {
        tamper(
                "delete from account_kind_totals where kind = 'PLATFORM_FEES'",
                "delete from account_kind_totals where kind = 'UNATTRIBUTED'");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "accounts_sum_to_zero",
                                List.of("all accounts"),
                                "totals_match_balances",
                                List.of("all accounts of kind PLATFORM_FEES"),
                                "totals_match_entries",
                                List.of("all accounts of kind PLATFORM_FEES"),
                                "unattributed_matches_deposits",
                                List.of("UNATTRIBUTED")));
    }

    @Test
    void totals_that_do_not_come_to_zero_are_named() {
        tamper("update account_kind_totals set balance = balance + 0.000001 where kind = 'LOSS'");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "accounts_sum_to_zero",
                                List.of("all accounts"),
                                "totals_match_balances",
                                List.of("all accounts of kind LOSS"),
                                "totals_match_entries",
                                List.of("all accounts of kind LOSS")));
    }

    @Test
    void a_kind_whose_accounts_are_not_as_many_as_is_said_is_named() {
        tamper("update account_kind_totals set accounts = accounts + 1 where kind = 'CASH'");

        assertThat(findings())
                .isEqualTo(Map.of("totals_match_entries", List.of("all accounts of kind CASH")));
    }

    @Test
    void a_balance_after_that_does_not_follow_is_named() {
        String cash = account("CASH", trader.value());
        tamper(
                "update entries set balance_after = balance_after - 0.000001 where account_id = "
                        + cash
                        + " and seq = 3");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "entries_chain",
                                List.of(
                                        "entry 3 of account " + cash,
                                        "entry 4 of account " + cash)));
    }

    @Test
    void a_gap_in_an_account_s_entries_is_named() {
        String cash = account("CASH", trader.value());
        tamper("update entries set seq = seq + 100 where account_id = " + cash + " and seq > 4");

        assertThat(findings())
                .isEqualTo(Map.of("entries_chain", List.of("entry 105 of account " + cash)));
    }

    @Test
    void a_negative_balance_is_named() {
        transfer("CASH", idle.value(), "TREASURY", new UUID(0, 0), "0.000001");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "balances_not_negative",
                                List.of(
                                        "entry 1 of account "
                                                + account("CASH", idle.value())
                                                + " CASH of "
                                                + idle)));
    }

    @Test
    void a_reserve_that_no_longer_covers_the_shares_is_named() {
        transfer("CURVE_RESERVE", asset.value(), "TREASURY", new UUID(0, 0), "0.00001");

        assertThat(findings()).isEqualTo(Map.of("reserves_cover_shares", reserve()));
    }

    @Test
    void a_reserve_that_holds_more_than_a_micro_a_trade_too_much_is_named() {
        transfer("TREASURY", new UUID(0, 0), "CURVE_RESERVE", asset.value(), "0.00001");

        assertThat(findings()).isEqualTo(Map.of("reserves_cover_shares", reserve()));
    }

    private static List<String> reserve() {
        return List.of("curve reserve of asset " + asset + " (" + symbol + ")");
    }

    @Test
    void a_position_that_is_not_part_of_the_supply_is_named() {
        tamper("update positions set shares = shares + 0.000001 where user_id = '" + trader + "'");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "supplies_match_positions",
                                List.of("supply of asset " + asset + " (" + symbol + ")")));
    }

    @Test
    void a_supply_that_nobody_holds_is_named() {
        tamper("update assets set supply = supply + 1 where id = '" + asset + "'");

        assertThat(findings())
                .containsEntry(
                        "supplies_match_positions",
                        List.of("supply of asset " + asset + " (" + symbol + ")"))
                .containsOnlyKeys("supplies_match_positions", "reserves_cover_shares");
    }

    @Test
    void rewards_that_nobody_earned_are_named() {
        transfer("TREASURY", new UUID(0, 0), "LP_REWARDS", asset.value(), "0.000001");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "rewards_match_accumulator",
                                List.of("LP rewards of asset " + asset)));
    }

    @Test
    void a_remainder_that_nobody_left_is_named() {
        tamper(
                "update assets set reward_remainder = reward_remainder + 1 where id = '"
                        + asset
                        + "'");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "rewards_match_accumulator",
                                List.of("LP rewards of asset " + asset),
                                "claims_match_fees",
                                List.of("LP fees of asset " + asset)));
    }

    @Test
    void money_held_back_for_no_request_is_named() {
        transfer("CASH", trader.value(), "WITHDRAWING", trader.value(), "1");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "holds_match_requests",
                                List.of(
                                        "account "
                                                + account("WITHDRAWING", trader.value())
                                                + " WITHDRAWING of "
                                                + trader)));
    }

    /** All holds together are what all open requests come to. */
    @Test
    void money_held_back_for_another_s_request_is_named_by_both() {
        transfer("CASH", trader.value(), "REQUEST_HOLD", trader.value(), "1");
        tamper(
                "insert into asset_requests values (gen_random_uuid(), '"
                        + idle
                        + "', 'X', 'X', 1, 0, 1, 'OPEN', now(), now())");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "holds_match_requests",
                                List.of(
                                        "REQUEST_HOLD of " + idle,
                                        "account "
                                                + account("REQUEST_HOLD", trader.value())
                                                + " REQUEST_HOLD of "
                                                + trader)));
    }

    @Test
    void a_trade_whose_event_is_missing_is_named() {
        tamper("delete from outbox where id = " + sell.eventId());

        assertThat(findings()).isEqualTo(named(sell));
    }

    @Test
    void a_trade_whose_event_announces_another_is_named() {
        tamper(
                "update outbox set payload = jsonb_set(payload::jsonb, '{trade_id}', '\"%s\"')::json where id = %d"
                        .formatted(UUID.randomUUID(), sell.eventId()));

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "trades_settled_and_announced",
                                List.of("trade " + sell.id()),
                                "trades_announced_once",
                                List.of("event " + sell.eventId())));
    }

    @Test
    void a_trade_that_names_another_transfer_is_named() {
        tamper("update trades set transfer_seq = transfer_seq - 1 where id = '" + sell.id() + "'");

        assertThat(findings()).isEqualTo(named(sell));
    }

    private static Map<String, List<String>> named(Trade trade) {
        return Map.of("trades_settled_and_announced", List.of("trade " + trade.id()));
    }

    /** Invariant 12 says exactly one outbox row. */
    @Test
    void a_trade_that_is_announced_twice_is_named() {
        tamper(
                "insert into outbox select 9001, asset_id, 9001, kind, payload, booked_at from"
                        + " outbox where id = "
                        + sell.eventId());

        assertThat(findings()).isEqualTo(Map.of("trades_announced_once", List.of("event 9001")));
    }

    @Test
    void a_missing_trade_is_named() {
        tamper("delete from trades where id = '" + sell.id() + "'");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "trades_numbered",
                                List.of("trades of asset " + asset + " (" + symbol + ")"),
                                "trades_announced_once",
                                List.of("event " + sell.eventId())));
    }

    @Test
    void a_trade_with_another_s_number_is_named() {
        tamper("update trades set trade_seq = trade_seq - 1 where id = '" + sell.id() + "'");

        assertThat(findings())
                .isEqualTo(
                        Map.of(
                                "trades_numbered",
                                List.of("trades of asset " + asset + " (" + symbol + ")")));
    }

    @Test
    void a_clean_report_says_how_much_it_looked_at() {
        Reconciling.Report report = exchange.use(Reconciling.class).reconcile();

        assertThat(report.isClean()).isTrue();
        assertThat(report.asOf()).isEqualTo(exchange.use(BookMapper.class).state().lastTime());
        assertThat(report.checks())
                .extracting(Reconciling.Checked::number)
                .containsSubsequence(1, 2, 3, 4, 5, 7, 8, 9, 12, 13);
        // Nobody has withdrawn, signalled or deposited anything here; TamperedFundingTest looks at
        // what is 10, TamperedSignalsTest at what is 13, TamperedDepositsTest at deposits,
        // WithdrawalsTest at withdrawals, ProvingReservesTest at reserves on the chain.
        assertThat(report.checks())
                .filteredOn(check -> check.number() != 10 && check.number() != 13)
                .filteredOn(check -> !check.name().matches(".*(deposits|withdrawals|proven).*"))
                .allSatisfy(check -> assertThat(check.rows()).as(check.name()).isPositive());
    }

    private static String account(String kind, UUID owner) {
        return exchange.database()
                .value(
                        "select id from accounts where kind = '%s' and owner = '%s'"
                                .formatted(kind, owner));
    }

    private static String entry(long transferSeq, String account) {
        return exchange.database()
                .value(
                        "select 'entry ' || seq || ' of account ' || account_id from entries"
                                + " where transfer_seq = %d and account_id = %s"
                                        .formatted(transferSeq, account));
    }

    /** A transfer that is right in itself, between accounts it should not touch. */
    private static void transfer(
            String fromKind, UUID from, String toKind, UUID to, String amount) {
        tamper(
                opened(fromKind, from),
                opened(toKind, to),
                "insert into transfers values (9001, 'adjustment', gen_random_uuid(), 1, now(),"
                        + " gen_random_uuid(), null)",
                moved(fromKind, from, "-" + amount),
                moved(toKind, to, amount));
    }

    private static String opened(String kind, UUID owner) {
        return """
        with opened as (
            insert into accounts select max(id) + 1, '%s', '%s' from accounts
            on conflict (owner, kind) do nothing
            returning kind
        )
        update account_kind_totals t set accounts = accounts + 1 from opened o where t.kind = o.kind
        """
                .formatted(kind, owner);
    }

    private static String moved(String kind, UUID owner, String amount) {
        return """
        with total as (
            update account_kind_totals set balance = balance + %s where kind = '%s'
        )
        insert into entries
        select id, last_seq + 1, 9001, %s, balance + %s, now()
        from balances where kind = '%s' and owner = '%s'
        """
                .formatted(amount, kind, amount, amount, kind, owner);
    }

    /** Changes rows with every guard asleep, as only a superuser can. */
    private static void tamper(String... statements) {
        asSuperuser(statements);
    }

    private static void asSuperuser(String... statements) {
        try (Connection connection = exchange.database().asSuperuser();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set session_replication_role = replica");
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(String.join("; ", statements), e);
        }
    }
}
