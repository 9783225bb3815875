package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Rejection;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A day is 24 hours and its boundaries are UTC's, wherever the machine stands: the JVM's zone,
 * which is the database session's as well, is one that changes its clocks within the very window.
 */
class AnyTimeZoneTest {
    private static final TimeZone USUAL = TimeZone.getDefault();
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration A_MICROSECOND = Duration.ofNanos(1_000);

    @AfterEach
    void restore() {
        TimeZone.setDefault(USUAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/St_Johns",
                "Australia/Lord_Howe",
                "Pacific/Chatham",
                "America/Havana"
            })
    void whatever_the_zone_days_are_of_24_hours(String zone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Instant change =
                Objects.requireNonNull(
                                ZoneId.of(zone)
                                        .getRules()
                                        .nextTransition(Instant.parse("2030-01-20T00:00:00Z")))
                        .getInstant();
        SettableClock clock = SettableClock.at(change.minus(Duration.ofDays(3)));
        TestDatabase database = TestDatabases.fresh("zone");
        try (Exchange exchange = Exchange.on(database, clock)) {
            assertThat(database.value("show timezone")).isEqualTo(zone);
            fundingsEndAfterSevenDays(exchange, clock);
            clock.set(change.minus(Duration.ofDays(3)).plus(Duration.ofDays(8)));
            vestingAndLimitsGoByHours(exchange, clock);
            exchange.reconciles();
        }
    }

    private static void fundingsEndAfterSevenDays(Exchange exchange, SettableClock clock) {
        Instant opened = clock.instant();
        AssetId asset = exchange.unfundedAsset("1", "0");
        UserId lp = exchange.traderWith("10");
        clock.set(opened.plus(Duration.ofDays(7)).minus(A_MICROSECOND));
        accepted(exchange.contribute(lp, asset, "5"));
        assertThat(missed(exchange, clock)).doesNotContain(asset);
        clock.set(opened.plus(Duration.ofDays(7)));
        assertThat(refused(exchange.contribute(lp, asset, "5")))
                .isEqualTo(Rejection.FUNDING_CLOSED);
        assertThat(missed(exchange, clock)).contains(asset);
    }

    private static Iterable<AssetId> missed(Exchange exchange, SettableClock clock) {
        return exchange.use(RefundingLps.class).missed(clock.instant(), Optional.empty(), 100);
    }

    /** The pool is activated so that its first tranche and a day's window lie over the change. */
    private static void vestingAndLimitsGoByHours(Exchange exchange, SettableClock clock) {
        Instant activated = nextChange(clock.instant()).minus(Duration.ofDays(6));
        clock.set(activated);
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        LpKey key = new LpKey(pool.asset(), lp);
        Instant vests = activated.plus(Duration.ofDays(7));
        UnlockingTranches unlocking = exchange.use(UnlockingTranches.class);

        clock.set(vests.minus(A_MICROSECOND));
        assertThat(pool.available(lp)).isEqualTo("0");
        assertThat(unlocking.due(clock.instant(), Optional.empty(), 10)).doesNotContain(key);
        clock.set(vests);
        assertThat(pool.available(lp)).isEqualTo("625");
        assertThat(unlocking.due(clock.instant(), Optional.empty(), 10)).contains(key);
        accepted(
                unlocking.unlock(
                        key, UUID.randomUUID(), Submitting.TO_TAKE_EFFECT, Deadline.none()));

        Instant paid = nextChange(clock.instant()).minus(Duration.ofHours(12));
        clock.set(paid);
        assertThat(pool.instantly(lp, "500")).isEqualTo("250");
        clock.set(paid.plus(A_DAY).minus(A_MICROSECOND));
        assertThat(pool.work().payments()).isZero();
        clock.set(paid.plus(A_DAY));
        assertThat(pool.work().paid()).hasToString("225");
    }

    private static Instant nextChange(Instant after) {
        return Objects.requireNonNull(ZoneId.systemDefault().getRules().nextTransition(after))
                .getInstant();
    }
}
