package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Rejection;
import io.megatron.core.accounts.BlockingUsers;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that a node remembers from its last batch, and what makes it load them again. */
@Timeout(60)
class RememberedRowsTest {
    private static final Exchange NODE = Exchange.fresh();
    private static final Exchange OTHER = Exchange.on(NODE.database());

    @AfterAll
    static void close() {
        NODE.close();
        OTHER.close();
    }

    @AfterEach
    void reconciles() {
        OTHER.reconciles();
    }

    @Test
    void a_node_never_decides_on_rows_older_than_what_another_wrote() {
        AssetId asset = NODE.asset("1", "0.001");
        UserId trader = NODE.traderWith("100000");
        Usdc cash = Usdc.parse("100000");
        Random order = new Random(7);
        for (int i = 0; i < 60; i++) {
            Exchange node = order.nextBoolean() ? NODE : OTHER;
            Trade bought = accepted(node.buy(trader, asset, "10"));

            cash = cash.minus(bought.gross());
            assertThat(bought.cashAfter()).as("cash after trade %s", i).isEqualTo(cash);
            assertThat(bought.tradeSeq()).isEqualTo(i + 1);
        }
    }

    /** What the others changed is asked for again, and nothing else. */
    @Test
    void nodes_tell_each_other_what_they_changed() {
        AssetId asset = NODE.asset("1", "0.001");
        List<UserId> traders = NODE.tradersWith(12, "10000");
        bothTrade(traders.getFirst(), asset);
        double lost = NODE.count("megatron.book.lost.track");
        double caughtUp = NODE.count("megatron.book.caught.up");
        double forgotten = forgotten();

        List<Attempt<Object>> trades =
                Callers.atOnce(
                        24,
                        caller -> {
                            Exchange node = caller % 2 == 0 ? NODE : OTHER;
                            for (int i = 0; i < 20; i++) {
                                accepted(
                                        node.buy(
                                                traders.get((caller + i) % traders.size()),
                                                asset,
                                                "1"));
                            }
                            return node;
                        });

        assertThat(trades).allSatisfy(Attempt::value);
        assertThat(sharesOf(asset)).isEqualTo(supplyOf(asset));
        assertThat(NODE.count("megatron.book.caught.up")).isGreaterThan(caughtUp);
        assertThat(NODE.count("megatron.book.lost.track")).isEqualTo(lost);
        assertThat(forgotten()).as("no batch failed on an old row").isEqualTo(forgotten);
    }

    /** Not only trades change rows. */
    @Test
    void a_user_whom_another_node_has_blocked_is_blocked_at_once() {
        AssetId asset = NODE.asset("1", "0.001");
        UserId trader = NODE.traderWith("1000");
        bothTrade(trader, asset);
        accepted(NODE.buy(trader, asset, "1"));
        double lost = NODE.count("megatron.book.lost.track");

        accepted(
                OTHER.use(BlockingUsers.class)
                        .set(
                                Exchange.userCall(trader, "BlockUser", "all"),
                                trader,
                                BlockingUsers.Block.BUYS_AND_SELLS,
                                Deadline.none()));

        assertThat(refused(NODE.buy(trader, asset, "1"))).isEqualTo(Rejection.USER_BLOCKED);
        assertThat(NODE.count("megatron.book.lost.track")).isEqualTo(lost);
    }

    /** After a crash of the database, or where a node of an earlier version writes. */
    @Test
    void where_a_batch_has_not_told_everything_is_asked_for_again() {
        AssetId asset = NODE.asset("1", "0.001");
        UserId trader = NODE.traderWith("1000");
        bothTrade(trader, asset);
        double lost = NODE.count("megatron.book.lost.track");

        accepted(OTHER.buy(trader, asset, "1"));
        NODE.database()
                .execute(
                        "begin isolation level serializable; delete from book_changes where batch ="
                                + " (select max(batch) from book_changes); commit");

        assertThat(accepted(NODE.buy(trader, asset, "1")).tradeSeq()).isEqualTo(6);
        assertThat(NODE.count("megatron.book.lost.track")).isEqualTo(lost + 1);
    }

    /** Whatever a node believes: of two trades of one position neither is ever lost. */
    @Test
    void a_position_is_changed_from_what_its_last_trade_left_or_not_at_all() {
        AssetId asset = NODE.asset("1", "0.001");
        UserId trader = NODE.traderWith("1000");
        accepted(NODE.buy(trader, asset, "1"));
        accepted(NODE.buy(trader, asset, "1"));
        NODE.database()
                .execute(
                        "update positions set last_trade_seq = 7 where user_id = '" + trader + "'");

        double aborts = NODE.aborts();
        assertThat(accepted(NODE.buy(trader, asset, "1")).tradeSeq()).isEqualTo(3);

        assertThat(NODE.aborts()).as("decided again, on what is there").isEqualTo(aborts + 1);
        assertThat(sharesOf(asset)).isEqualTo(supplyOf(asset));
    }

    private static double forgotten() {
        return NODE.count("megatron.book.forgotten") + OTHER.count("megatron.book.forgotten");
    }

    /** Until each has found that the other writes, and tells it. */
    private static void bothTrade(UserId trader, AssetId asset) {
        for (int round = 0; round < 2; round++) {
            accepted(NODE.buy(trader, asset, "1"));
            accepted(OTHER.buy(trader, asset, "1"));
        }
    }

    private static String supplyOf(AssetId asset) {
        return NODE.database().value("select supply from assets where id = '" + asset + "'");
    }

    private static String sharesOf(AssetId asset) {
        return NODE.database()
                .value("select sum(shares) from positions where asset_id = '" + asset + "'");
    }

    @Test
    void what_was_changed_by_hand_is_seen_once_the_number_of_the_last_batch_was_raised() {
        AssetId asset = NODE.asset("1", "0.001");
        UserId trader = NODE.traderWith("1000");
        String block = "update users set blocked = true where id = '" + trader + "'";
        accepted(NODE.buy(trader, asset, "10"));

        NODE.database().execute(block);
        accepted(NODE.buy(trader, asset, "10"));

        NODE.database().correct(block);
        assertThat(refused(NODE.buy(trader, asset, "10"))).isEqualTo(Rejection.USER_BLOCKED);
    }

    /**
     * The next batch is decided while this one is being written: whoever traded in both of them
     * goes by what this one left, however much there was to remember since.
     */
    @Test
    void what_a_batch_changed_is_not_forgotten_before_it_is_durable() {
        try (Exchange forgetful = Exchange.on(NODE.database(), "megatron.book.remembered-rows=1")) {
            AssetId asset = forgetful.asset("1", "0.0001");
            List<UserId> traders = forgetful.tradersWith(24, "10000");
            double ahead = forgetful.count("megatron.book.ahead");

            List<Attempt<Object>> trades =
                    Callers.atOnce(
                            192,
                            caller -> {
                                UserId trader = traders.get(caller % traders.size());
                                for (int i = 0; i < 24; i++) {
                                    accepted(forgetful.buy(trader, asset, "1"));
                                }
                                return trader;
                            });

            assertThat(trades).allSatisfy(Attempt::value);
            assertThat(sharesOf(asset)).isEqualTo(supplyOf(asset));
            assertThat(forgetful.count("megatron.book.ahead")).isGreaterThan(ahead + 5);
            assertThat(forgetful.count("megatron.book.halvings")).isZero();
        }
    }

    @Test
    void a_refused_batch_changes_nothing_that_is_remembered() {
        AssetId asset = NODE.asset("1", "0.001");
        UserId trader = NODE.traderWith("15");
        accepted(NODE.buy(trader, asset, "10"));

        assertThat(refused(NODE.buy(trader, asset, "10"))).isEqualTo(Rejection.INSUFFICIENT_FUNDS);

        assertThat(accepted(NODE.buy(trader, asset, "5")).cashAfter()).isEqualTo(Usdc.parse("0"));
    }
}
