package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.AssetRequestStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskingForAnAssetTest {
    private static final AtomicInteger SYMBOLS = new AtomicInteger();
    private static final SettableClock CLOCK =
            SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
    private static Exchange exchange;

    @BeforeAll
    static void open() {
        exchange = Exchange.on(TestDatabases.fresh("requests"), CLOCK);
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
    }

    @Test
    void the_first_contribution_is_held_and_becomes_a_lot_with_the_approval() {
        UserId user = exchange.traderWith("500");
        AssetRequest asked = accepted(ask(user, "200"));
        assertThat(hold(user)).isEqualTo("200");
        assertThat(exchange.cash(user)).isEqualTo("300");

        AssetRequest approved = accepted(approve(asked));

        AssetId asset = Objects.requireNonNull(approved.assetId());
        assertThat(approved.status()).isEqualTo(AssetRequestStatus.APPROVED);
        assertThat(hold(user)).isEqualTo("0");
        assertThat(exchange.status(asset)).isEqualTo(AssetStatus.FUNDING);
        assertThat(exchange.provided(user, asset).position().principal()).hasToString("200");
        assertThat(refused(cancel(user, asked))).isEqualTo(Rejection.ASSET_REQUEST_CLOSED);
    }

    @Test
    void a_first_contribution_that_reaches_the_soft_cap_activates_with_the_approval() {
        UserId user = exchange.traderWith("2500");
        AssetRequest approved = accepted(approve(accepted(ask(user, "2500"))));

        assertThat(exchange.status(Objects.requireNonNull(approved.assetId())))
                .isEqualTo(AssetStatus.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REJECTED", "CANCELLED", "EXPIRED"})
    void whatever_else_becomes_of_it_the_hold_is_returned_once(AssetRequestStatus how) {
        UserId user = exchange.traderWith("150");
        AssetRequest asked = accepted(ask(user, "150"));

        AssetRequest ended = accepted(end(user, asked, how));

        assertThat(ended.status()).isEqualTo(how);
        assertThat(exchange.cash(user)).isEqualTo("150");
        assertThat(hold(user)).isEqualTo("0");
        assertThat(refused(approve(asked))).isEqualTo(Rejection.ASSET_REQUEST_CLOSED);
        assertThat(refused(reject(asked))).isEqualTo(Rejection.ASSET_REQUEST_CLOSED);
    }

    @Test
    void from_the_fourteenth_day_on_nobody_approves_and_not_before_does_it_expire() {
        UserId user = exchange.traderWith("100");
        AssetRequest asked = accepted(ask(user, "100"));
        CLOCK.set(asked.expiresAt().minus(Duration.ofNanos(1_000)));
        assertThat(refused(expire(asked))).isEqualTo(Rejection.NOT_DUE);
        CLOCK.set(asked.expiresAt());

        assertThat(refused(approve(asked))).isEqualTo(Rejection.ASSET_REQUEST_CLOSED);
        assertThat(
                        exchange.use(RequestingAssets.class)
                                .expired(CLOCK.instant(), Optional.empty(), 10))
                .contains(asked.id());
        assertThat(accepted(expire(asked)).status()).isEqualTo(AssetRequestStatus.EXPIRED);
        assertThat(expire(asked))
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class, again -> assertThat(again.replayed()).isTrue());
        assertThat(exchange.cash(user)).isEqualTo("100");
    }

    @Test
    void approval_rejection_cancellation_and_expiry_at_once_move_the_hold_once() {
        for (int round = 0; round < 5; round++) {
            UserId user = exchange.traderWith("100");
            AssetRequest asked = accepted(ask(user, "100"));

            List<Outcome<AssetRequest>> outcomes =
                    Callers.each(
                            List.of(0, 1, 2, 3, 4, 5),
                            caller ->
                                    switch (caller % 3) {
                                        case 0 -> approve(asked);
                                        case 1 -> reject(asked);
                                        default -> cancel(user, asked);
                                    });

            assertThat(outcomes.stream().filter(Outcome.Accepted.class::isInstance)).hasSize(1);
            assertThat(hold(user)).isEqualTo("0");
            exchange.reconciles();
        }
    }

    @Test
    void what_cannot_be_asked_for_is_refused() {
        UserId user = exchange.traderWith("100");
        assertThat(refused(ask(user, "99.999999"))).isEqualTo(Rejection.CONTRIBUTION_TOO_SMALL);
        assertThat(refused(ask(user, "25000.000001"))).isEqualTo(Rejection.HARD_CAP_EXCEEDED);
        assertThat(refused(ask(user, "100.000001"))).isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(refused(cancel(exchange.traderWith("0"), accepted(ask(user, "100")))))
                .isEqualTo(Rejection.ASSET_REQUEST_NOT_FOUND);
    }

    @Test
    void of_two_requests_for_one_symbol_the_second_can_only_be_rejected() {
        UserId one = exchange.traderWith("100");
        UserId two = exchange.traderWith("100");
        String symbol = "TWICE";
        AssetRequest first = accepted(ask(one, symbol, "100"));
        AssetRequest second = accepted(ask(two, symbol, "100"));
        accepted(approve(first));

        assertThat(refused(approve(second))).isEqualTo(Rejection.ASSET_ALREADY_EXISTS);
        accepted(reject(second));
        assertThat(exchange.cash(two)).isEqualTo("100");
    }

    private static Outcome<AssetRequest> ask(UserId user, String first) {
        return ask(user, "A" + SYMBOLS.incrementAndGet(), first);
    }

    private static Outcome<AssetRequest> ask(UserId user, String symbol, String first) {
        return exchange.use(RequestingAssets.class)
                .request(
                        Exchange.userCall(user, "ask", symbol),
                        new Blueprint(symbol, "Rain", Price.parse("1"), Slope.parse("0")),
                        Usdc.parse(first),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    private static Outcome<AssetRequest> end(
            UserId user, AssetRequest asked, AssetRequestStatus how) {
        return switch (how) {
            case REJECTED -> reject(asked);
            case CANCELLED -> cancel(user, asked);
            default -> {
                CLOCK.set(asked.expiresAt());
                yield expire(asked);
            }
        };
    }

    private static Outcome<AssetRequest> approve(AssetRequest asked) {
        return exchange.use(RequestingAssets.class)
                .approve(
                        Exchange.adminCall("approve"),
                        asked.id(),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    private static Outcome<AssetRequest> reject(AssetRequest asked) {
        return exchange.use(RequestingAssets.class)
                .reject(
                        Exchange.adminCall("reject"),
                        asked.id(),
                        "no such rain",
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    private static Outcome<AssetRequest> cancel(UserId user, AssetRequest asked) {
        return exchange.use(RequestingAssets.class)
                .cancel(
                        Exchange.userCall(user, "cancel", asked.id().toString()),
                        asked.id(),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    private static Outcome<AssetRequest> expire(AssetRequest asked) {
        return exchange.use(RequestingAssets.class)
                .expire(asked.id(), Submitting.TO_TAKE_EFFECT, Deadline.none());
    }

    private static String hold(UserId user) {
        return exchange.balance(AccountKey.ofUser(AccountKind.REQUEST_HOLD, user));
    }
}
