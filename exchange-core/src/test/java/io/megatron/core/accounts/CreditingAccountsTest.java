package io.megatron.core.accounts;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.CreditingAccounts.Credited;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.ReadingLedger;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.StatementLine;
import io.megatron.mapper.ledger.TransferCause;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Money given by hand. */
class CreditingAccountsTest {
    private static final AccountKey TREASURY = AccountKey.ofPlatform(AccountKind.TREASURY);
    private static Exchange exchange;

    @BeforeAll
    static void open() {
        exchange = Exchange.fresh("megatron.second-administrator.adjustment-above=999999999999");
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

    private static Outcome<Credited> adjust(Call call, UserId user, Usdc amount) {
        return exchange.use(CreditingAccounts.class)
                .adjust(call, user, amount, "an apology", Deadline.none())
                .map(acted -> acted.done().orElseThrow());
    }

    private static Outcome<Credited> adjust(UserId user, String usdc) {
        return adjust(Exchange.adminCall("adjust"), user, Usdc.parse(usdc));
    }

    @Test
    void an_adjustment_moves_treasury_to_cash_and_keeps_its_reason() {
        UserId user = exchange.traderWith("1");
        exchange.grant(Optional.empty(), "10");
        String treasury = exchange.balance(TREASURY);
        Call call = Exchange.adminCall("adjust");

        Credited credited = accepted(adjust(call, user, Usdc.parse("2.5")));

        assertThat(credited.balanceAfter()).hasToString("3.5");
        assertThat(exchange.cash(user)).isEqualTo("3.5");
        assertThat(Usdc.parse(exchange.balance(TREASURY)).plus(Usdc.parse("2.5")))
                .isEqualTo(Usdc.parse(treasury));
        StatementLine line =
                exchange.use(ReadingLedger.class)
                        .history(AccountKey.ofUser(AccountKind.CASH, user), Long.MAX_VALUE, 1)
                        .getFirst();
        assertThat(line.cause()).isEqualTo(TransferCause.ADJUSTMENT);
        assertThat(line.reason()).isEqualTo("an apology");
        assertThat(line.transferSeq()).isEqualTo(credited.transferSeq());
        assertThat(line.bookedAt()).isEqualTo(credited.bookedAt());
        assertThat(
                        exchange.database()
                                .value(
                                        "select initiator from transfers where seq = "
                                                + credited.transferSeq()))
                .isEqualTo(call.subject().toString());
    }

    @Test
    void a_treasury_that_holds_less_refuses_and_one_that_holds_just_that_pays() {
        UserId user = exchange.traderWith("0");
        emptyTreasury();
        exchange.grant(Optional.empty(), "10");

        Outcome<Credited> tooMuch = adjust(user, "10.000001");

        assertThat(tooMuch)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        no ->
                                assertThat(no.refusal())
                                        .extracting(Refusal::code, Refusal::details)
                                        .containsExactly(
                                                Rejection.INSUFFICIENT_FUNDS,
                                                Map.of(
                                                        "account", "TREASURY",
                                                        "available", "10",
                                                        "required", "10.000001")));
        assertThat(exchange.cash(user)).isEqualTo("0");
        accepted(adjust(user, "10"));
        assertThat(exchange.balance(TREASURY)).isEqualTo("0");
        assertThat(exchange.cash(user)).isEqualTo("10");
    }

    private static void emptyTreasury() {
        String rest = exchange.balance(TREASURY);
        if (!rest.equals("0")) {
            accepted(adjust(exchange.traderWith("0"), rest));
        }
    }

    @Test
    void many_adjustments_at_once_never_overdraw_the_treasury() {
        UserId user = exchange.traderWith("0");
        emptyTreasury();
        exchange.grant(Optional.empty(), "100");

        long paid =
                Callers.atOnce(8, i -> adjust(user, "30")).stream()
                        .filter(attempt -> attempt.value() instanceof Outcome.Accepted)
                        .count();

        assertThat(paid).isEqualTo(3);
        assertThat(exchange.cash(user)).isEqualTo("90");
        assertThat(exchange.balance(TREASURY)).isEqualTo("10");
    }

    @Test
    void a_stranger_is_given_nothing_even_by_an_empty_treasury() {
        emptyTreasury();
        UserId stranger = UserId.of(UUID.randomUUID());
        Map<String, String> before = exchange.database().contents();

        assertThat(refused(adjust(stranger, "1"))).isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(
                        refused(
                                exchange.use(CreditingAccounts.class)
                                        .grantTestFunds(
                                                Exchange.adminCall("grant"),
                                                Optional.of(stranger),
                                                Usdc.parse("1"),
                                                Deadline.none())))
                .isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    /** An administrator, too, can only give: a credit never takes. */
    @Test
    void nothing_and_less_than_nothing_cannot_be_given() {
        UserId user = exchange.traderWith("10");
        exchange.grant(Optional.empty(), "10");
        Map<String, String> before = exchange.database().contents();

        for (Usdc amount : new Usdc[] {Usdc.ZERO, Usdc.parse("1").negated()}) {
            assertThatThrownBy(() -> adjust(Exchange.adminCall("adjust"), user, amount))
                    .as("an adjustment of %s", amount)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(
                            () ->
                                    exchange.use(CreditingAccounts.class)
                                            .grantTestFunds(
                                                    Exchange.adminCall("grant"),
                                                    Optional.of(user),
                                                    amount,
                                                    Deadline.none()))
                    .as("a grant of %s", amount)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    @Test
    void a_repeated_adjustment_answers_the_first_and_pays_once() {
        UserId user = exchange.traderWith("0");
        exchange.grant(Optional.empty(), "10");
        Call call = Exchange.adminCall("adjust");

        Credited first = accepted(adjust(call, user, Usdc.parse("4")));
        accepted(adjust(user, "1"));

        assertThat(adjust(call, user, Usdc.parse("4")))
                .isEqualTo(new Outcome.Accepted<>(first, true));
        assertThat(exchange.cash(user)).isEqualTo("5");
    }

    @Test
    void test_funds_come_from_outside_to_a_user_or_to_the_treasury() {
        UserId user = exchange.traderWith("0");
        String treasury = exchange.balance(TREASURY);
        AccountKey custody = AccountKey.ofPlatform(AccountKind.CUSTODY);
        Usdc outside = Usdc.parse(exchange.balance(custody).substring(1));

        exchange.grant(Optional.of(user), "3");
        exchange.grant(Optional.empty(), "4");

        assertThat(exchange.cash(user)).isEqualTo("3");
        assertThat(Usdc.parse(exchange.balance(TREASURY)))
                .isEqualTo(Usdc.parse(treasury).plus(Usdc.parse("4")));
        assertThat(exchange.balance(custody))
                .isEqualTo(outside.plus(Usdc.parse("7")).negated().toString());
    }

    @Test
    void more_money_than_the_ledger_can_hold_is_refused() {
        try (Exchange rich = Exchange.fresh()) {
            UserId user = rich.traderWith("999999999999.999999");
            CreditingAccounts crediting = rich.use(CreditingAccounts.class);
            Usdc micro = Usdc.parse("0.000001");
            UserId other = rich.traderWith("0");

            for (UserId whom : new UserId[] {user, other}) {
                assertThat(
                                refused(
                                        crediting.grantTestFunds(
                                                Exchange.adminCall("grant"),
                                                Optional.of(whom),
                                                micro,
                                                Deadline.none())))
                        .isEqualTo(Rejection.AMOUNT_OUT_OF_RANGE);
            }
            assertThat(rich.cash(user)).isEqualTo("999999999999.999999");
            rich.reconciles();
        }
    }

    @Test
    void test_funds_do_not_exist_in_production_and_adjustments_do() {
        try (Exchange production = Exchange.on(TestDatabases.bornAs("production"))) {
            UserId user = production.traderWith("0");
            CreditingAccounts crediting = production.use(CreditingAccounts.class);

            assertThat(
                            refused(
                                    crediting.grantTestFunds(
                                            Exchange.adminCall("grant"),
                                            Optional.of(user),
                                            Usdc.parse("1"),
                                            Deadline.none())))
                    .isEqualTo(Rejection.DEVELOPMENT_ONLY);
            assertThat(
                            refused(
                                    crediting.adjust(
                                            Exchange.adminCall("adjust"),
                                            user,
                                            Usdc.parse("1"),
                                            "too early",
                                            Deadline.none())))
                    .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
            assertThat(production.database().count("entries")).isZero();
            production.reconciles();
        }
    }
}
