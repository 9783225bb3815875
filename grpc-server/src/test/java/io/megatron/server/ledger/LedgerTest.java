package io.megatron.server.ledger;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.megatron.ledger.v1.Cause;
import io.megatron.ledger.v1.Entry;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.ledger.v1.GetBalanceResponse;
import io.megatron.ledger.v1.GetStatementRequest;
import io.megatron.ledger.v1.GetStatementResponse;
import io.megatron.ledger.v1.ListEntriesRequest;
import io.megatron.ledger.v1.Period;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerTest {
    private static final Timestamp BEGINNING = Timestamp.newBuilder().setSeconds(1).build();
    private static final Timestamp END = Timestamp.newBuilder().setSeconds(4_000_000_000L).build();

    @TempDir private static Path folder;

    private static RunningExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void a_balance_can_be_read_as_of_any_moment() {
        Person trader = traderWithTrades(3);
        List<Entry> entries = entries(trader);

        assertThat(balance(trader, b -> b).getBalance()).isEqualTo("97");
        assertThat(balance(trader, b -> b).getLastEntrySequence()).isEqualTo(4);
        for (Entry entry : entries) {
            GetBalanceResponse then = balance(trader, b -> b.setAsOf(entry.getBookedAt()));
            assertThat(then.getBalance()).isEqualTo(entry.getBalanceAfter());
            assertThat(then.getAsOf()).isEqualTo(entry.getBookedAt());
        }
        assertThat(balance(trader, b -> b.setAsOf(BEGINNING)).getBalance()).isEqualTo("0");
        assertThat(balance(trader, b -> b.setAsOf(END)).getBalance()).isEqualTo("97");
    }

    @Test
    void entries_say_what_moved_and_why_newest_first() {
        Person trader = traderWithTrades(2);

        List<Entry> entries = entries(trader);

        assertThat(entries).extracting(Entry::getSequence).containsExactly(3L, 2L, 1L);
        assertThat(entries).extracting(Entry::getAmount).containsExactly("-1", "-1", "100");
        assertThat(entries)
                .extracting(Entry::getCause)
                .containsExactly(Cause.CAUSE_TRADE, Cause.CAUSE_TRADE, Cause.CAUSE_TEST_GRANT);
    }

    @Test
    void entries_come_in_pages() {
        Person trader = traderWithTrades(4);

        var first =
                trader.ledger().listEntries(ListEntriesRequest.newBuilder().setPageSize(3).build());
        var second =
                trader.ledger()
                        .listEntries(
                                ListEntriesRequest.newBuilder()
                                        .setPageSize(3)
                                        .setPageToken(first.getNextPageToken())
                                        .build());

        assertThat(first.getEntriesList())
                .extracting(Entry::getSequence)
                .containsExactly(5L, 4L, 3L);
        assertThat(second.getEntriesList()).extracting(Entry::getSequence).containsExactly(2L, 1L);
        assertThat(second.getNextPageToken()).isEmpty();
    }

    @Test
    void a_statement_adds_up_on_every_page() {
        Person trader = traderWithTrades(4);
        Entry second = entries(trader).get(3);
        Period period =
                Period.newBuilder().setStartTime(second.getBookedAt()).setEndTime(END).build();
        List<Entry> entries = new ArrayList<>();
        String token = "";
        do {
            String pageToken = token;
            GetStatementResponse page =
                    statement(
                            trader,
                            s -> s.setPeriod(period).setPageSize(2).setPageToken(pageToken));
            assertThat(page.getOpeningBalance()).isEqualTo("100");
            assertThat(page.getClosingBalance()).isEqualTo("96");
            assertThat(page.getTotalsList()).hasSize(1);
            assertThat(page.getTotals(0).getAmount()).isEqualTo("-4");
            assertThat(page.getTotals(0).getEntries()).isEqualTo(4);
            entries.addAll(page.getEntriesList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(entries).extracting(Entry::getSequence).containsExactly(2L, 3L, 4L, 5L);
        BigDecimal moved =
                entries.stream()
                        .map(entry -> new BigDecimal(entry.getAmount()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(moved).isEqualByComparingTo("-4");
    }

    @Test
    void an_empty_account_has_an_empty_statement() {
        Person pauper = exchange.traderWith("0");

        GetStatementResponse statement =
                statement(pauper, s -> s.setPeriod(period(BEGINNING, END)));

        assertThat(statement.getOpeningBalance()).isEqualTo("0");
        assertThat(statement.getClosingBalance()).isEqualTo("0");
        assertThat(statement.getEntriesList()).isEmpty();
    }

    static Stream<UnaryOperator<GetStatementRequest.Builder>> unreadableStatements() {
        Timestamp nonsense = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
        return Stream.of(
                s -> s.clearPeriod(),
                s -> s.setPeriod(Period.newBuilder().setEndTime(END)),
                s -> s.setPeriod(Period.newBuilder().setStartTime(END)),
                s -> s.setPeriod(period(END, BEGINNING)),
                s -> s.setPeriod(period(END, END)),
                s -> s.setPeriod(period(BEGINNING, nonsense)),
                s -> s.setUserId("me"),
                s -> s.setPageSize(1000),
                s -> s.setPageToken("AAAA"));
    }

    @ParameterizedTest
    @MethodSource("unreadableStatements")
    void a_statement_that_cannot_be_read_is_an_invalid_argument(
            UnaryOperator<GetStatementRequest.Builder> spoil) {
        Person trader = exchange.traderWith("0");

        Failure failure =
                Failure.of(
                        () ->
                                statement(
                                        trader,
                                        s -> spoil.apply(s.setPeriod(period(BEGINNING, END)))));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.fields()).hasSize(1);
    }

    @Test
    void other_peoples_money_is_none_of_ones_business() {
        Person owner = exchange.traderWith("12.5");
        Person other = exchange.traderWith("1");
        String ownerId = owner.id().toString();

        Failure failure = Failure.of(() -> balance(other, b -> b.setUserId(ownerId)));

        assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(failure.reason()).isEqualTo("USER_NOT_FOUND");
        assertThat(
                        exchange.admin()
                                .ledger()
                                .getBalance(
                                        GetBalanceRequest.newBuilder().setUserId(ownerId).build())
                                .getBalance())
                .isEqualTo("12.5");
        assertThat(balance(owner, b -> b.setUserId(ownerId)).getBalance()).isEqualTo("12.5");
    }

    @Test
    void an_unregistered_user_has_no_account() {
        Person stranger = exchange.as(UUID.randomUUID(), "user");

        assertThat(Failure.of(() -> balance(stranger, b -> b)).reason())
                .isEqualTo("USER_NOT_FOUND");
    }

    private static Person traderWithTrades(int trades) {
        Person trader = exchange.traderWith("100");
        String asset = exchange.asset("1", "0");
        for (int i = 0; i < trades; i++) {
            trader.trades()
                    .buy(
                            BuyRequest.newBuilder()
                                    .setRequestId(newId())
                                    .setAssetId(asset)
                                    .setExactIn(
                                            BuyExactIn.newBuilder()
                                                    .setUsdcIn("1")
                                                    .setMinSharesOut("0"))
                                    .build());
        }
        return trader;
    }

    private static GetBalanceResponse balance(
            Person person, UnaryOperator<GetBalanceRequest.Builder> change) {
        return person.ledger().getBalance(change.apply(GetBalanceRequest.newBuilder()).build());
    }

    private static List<Entry> entries(Person person) {
        return person.ledger()
                .listEntries(ListEntriesRequest.getDefaultInstance())
                .getEntriesList();
    }

    private static GetStatementResponse statement(
            Person person, UnaryOperator<GetStatementRequest.Builder> change) {
        return person.ledger().getStatement(change.apply(GetStatementRequest.newBuilder()).build());
    }

    private static Period period(Timestamp start, Timestamp end) {
        return Period.newBuilder().setStartTime(start).setEndTime(end).build();
    }
}
