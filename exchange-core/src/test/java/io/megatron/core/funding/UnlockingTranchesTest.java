package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TwoNodes;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What has vested is marked and announced once; what may be withdrawn follows from time alone. */
class UnlockingTranchesTest {
    private static final Duration A_MICROSECOND = Duration.ofNanos(1000);

    @RegisterExtension private static final TwoNodes NODES = TwoNodes.on("unlocks");

    private static final SettableClock CLOCK = NODES.clock();
    private static Exchange exchange = NODES.one();
    private static Exchange otherNode = NODES.other();

    @Test
    void a_tranche_is_marked_from_its_very_instant_on_and_announced_once() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("1000");
        pool.lpWith("1500");
        LpKey key = new LpKey(pool.asset(), lp);
        CLOCK.advance(Duration.ofDays(7).minus(A_MICROSECOND));
        assertThat(due(pool)).isEmpty();
        assertThat(unlock(exchange, key)).isEqualTo(Unlocks.NONE);

        CLOCK.advance(A_MICROSECOND);
        assertThat(due(pool)).hasSize(2).contains(key);
        assertThat(unlock(exchange, key)).isEqualTo(new Unlocks(1, Usdc.parse("250")));
        assertThat(unlock(exchange, key)).isEqualTo(Unlocks.NONE);

        assertThat(due(pool)).hasSize(1).doesNotContain(key);
        assertThat(announced(key)).containsExactly("lot 1: 0 to 2500, 250 of 1000 USDC");
    }

    @Test
    void a_late_run_announces_all_that_has_come_due_at_once_each_contribution_by_itself() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("2500");
        CLOCK.advance(Duration.ofDays(10));
        pool.contribute(lp, "100.000001");
        CLOCK.advance(Duration.ofDays(21));
        LpKey key = new LpKey(pool.asset(), lp);

        assertThat(unlock(exchange, key)).isEqualTo(new Unlocks(2, Usdc.parse("1275")));

        assertThat(announced(key))
                .containsExactly(
                        "lot 1: 0 to 5000, 1250 of 2500 USDC",
                        "lot 2: 0 to 2500, 25 of 100.000001 USDC");
        CLOCK.advance(Duration.ofDays(180));
        assertThat(unlock(exchange, key)).isEqualTo(new Unlocks(2, Usdc.parse("1325.000001")));
        CLOCK.advance(Duration.ofDays(1000));
        assertThat(due(pool)).isEmpty();
    }

    @Test
    void vesting_runs_from_activation_so_nothing_is_due_while_an_asset_is_funding() {
        Pool pool = Pool.of(exchange);
        UserId early = pool.lpWith("100");
        CLOCK.advance(Duration.ofDays(6));
        pool.lpWith("2400");
        CLOCK.advance(Duration.ofDays(6));
        assertThat(due(pool)).isEmpty();

        CLOCK.advance(Duration.ofDays(1));
        assertThat(due(pool)).hasSize(2).contains(new LpKey(pool.asset(), early));
    }

    @Test
    void what_has_left_or_belongs_to_a_retired_asset_is_not_due() {
        Pool retired = Pool.of(exchange);
        UserId lp = retired.lpWith("2500");
        retired.retire();
        CLOCK.advance(Duration.ofDays(200));
        assertThat(due(retired)).isEmpty();
        assertThat(unlock(exchange, new LpKey(retired.asset(), lp))).isEqualTo(Unlocks.NONE);

        Pool left = Pool.of(exchange);
        UserId gone = left.lpWith("2500");
        CLOCK.advance(Duration.ofDays(200));
        for (int day = 0; day < 60; day++) {
            left.withdraw(gone, "2500");
            left.work();
            CLOCK.advance(Duration.ofDays(1).plusSeconds(1));
        }
        while (left.work().payments() > 0) {
            CLOCK.advance(Duration.ofDays(1).plusSeconds(1));
        }
        assertThat(due(left)).isEmpty();
    }

    /** The node remembers the lots it has just paid out of, but not the one that is used up. */
    @Test
    @Timeout(60)
    void what_has_just_left_is_not_announced_any_more() {
        Pool pool = Pool.of(exchange);
        UserId lp = pool.lpWith("10");
        pool.lpWith("2490");
        CLOCK.advance(Duration.ofDays(200));
        accepted(pool.withdraw(lp, "10"));
        while (exchange.provided(lp, pool.asset()).position().principal().isPositive()) {
            CLOCK.advance(Duration.ofDays(1).plusSeconds(1));
            pool.work();
        }
        LpKey key = new LpKey(pool.asset(), lp);

        assertThat(unlock(exchange, key)).isEqualTo(Unlocks.NONE);

        assertThat(announced(key)).isEmpty();
    }

    @Test
    void two_nodes_at_once_announce_it_once() {
        Pool pool = Pool.of(exchange);
        LpKey key = new LpKey(pool.asset(), pool.lpWith("2500"));
        CLOCK.advance(Duration.ofDays(7));

        Callers.atOnce(8, i -> unlock(i % 2 == 0 ? exchange : otherNode, key));

        assertThat(announced(key)).hasSize(1);
    }

    @Test
    void a_preview_says_what_would_be_marked_and_marks_nothing() {
        Pool pool = Pool.of(exchange);
        LpKey key = new LpKey(pool.asset(), pool.lpWith("2500"));
        CLOCK.advance(Duration.ofDays(7));
        Map<String, String> before = exchange.database().contents();

        assertThat(
                        accepted(
                                exchange.use(UnlockingTranches.class)
                                        .unlock(
                                                key,
                                                UUID.randomUUID(),
                                                Submitting.VALIDATE_ONLY,
                                                Deadline.none())))
                .isEqualTo(new Unlocks(1, Usdc.parse("625")));

        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    private static Unlocks unlock(Exchange node, LpKey lp) {
        return accepted(
                node.use(UnlockingTranches.class)
                        .unlock(lp, UUID.randomUUID(), Submitting.TO_TAKE_EFFECT, Deadline.none()));
    }

    private static List<LpKey> due(Pool pool) {
        UnlockingTranches unlocking = exchange.use(UnlockingTranches.class);
        List<LpKey> all = unlocking.due(CLOCK.instant(), Optional.empty(), 100);
        assertThat(unlocking.countDue(CLOCK.instant())).isEqualTo(all.size());
        return all.stream().filter(lp -> lp.assetId().equals(pool.asset())).toList();
    }

    private static List<String> announced(LpKey lp) {
        return exchange.database()
                .values(
                        """
                        select format('lot %%s: %%s to %%s, %%s of %%s USDC', payload->>'lot',
                            payload->>'unlocked_bps_before', payload->>'unlocked_bps',
                            payload->>'unlocked', payload->>'amount')
                        from outbox
                        where kind = 'lp_tranche_unlocked' and asset_id = '%s'
                          and payload->>'user_id' = '%s'
                        order by id
                        """
                                .formatted(lp.assetId(), lp.userId()));
    }
}
