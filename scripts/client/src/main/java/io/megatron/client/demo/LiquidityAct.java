package io.megatron.client.demo;

import static io.megatron.client.demo.Telling.agree;
import static io.megatron.client.demo.Telling.chapter;
import static io.megatron.client.demo.Telling.print;
import static io.megatron.client.demo.Telling.refused;
import static io.megatron.client.demo.Telling.say;

import io.megatron.assets.v1.Asset;
import io.megatron.client.operations.Operator;
import io.megatron.client.text.Table;
import io.megatron.funding.v1.AssetRequest;
import io.megatron.funding.v1.Contribution;
import io.megatron.funding.v1.LpPosition;
import io.megatron.funding.v1.LpWithdrawal;
import io.megatron.funding.v1.RequestLpWithdrawalResponse;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The life of an asset's liquidity: asked for, approved, funded, paid for, withdrawn at once, from
 * the queue and the next day; and one that nobody wanted.
 */
record LiquidityAct(
        Administrator administrator, Operator operator, Lp mona, Lp noah, Trader trader) {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration DAY = Duration.ofDays(1);

    void play() {
        String asset = askAndApprove();
        earnFees(asset);
        leave(asset);
        missTheDeadline();
    }

    private String askAndApprove() {
        chapter("Mona asks for an asset; an administrator approves, Noah's money activates it");
        for (Lp lp : List.of(mona, noah)) {
            administrator.register(lp.id());
            administrator.grant(lp.id(), "3000");
        }
        AssetRequest asked = mona.ask("SNOW", "Snow in Oslo this year, in metres", "500");
        say("Mona has %s USDC left; 500 are held until her request is answered", mona.cash());
        String asset = administrator.approve(asked.getAssetRequestId());
        Contribution last = noah.contribute(asset, "2000");
        say(
                "%s USDC are raised, the asset is active: %s",
                last.getRaisedAfter(), last.getActivated());
        agree("activated", last.getActivated(), true);
        return asset;
    }

    private void earnFees(String asset) {
        chapter("Bob buys for 200 USDC; of the fee of 1 USDC the LPs own nine tenths");
        trader.buyFor(UUID.randomUUID(), asset, "200", "0");
        String monas = mona.claim(asset).getPaid();
        String noahs = noah.claim(asset).getPaid();
        say("Mona, with a fifth of the pool, claims %s USDC; Noah claims %s", monas, noahs);
        agree("Mona's fees", monas, "0.18");
        agree("Noah's fees", noahs, "0.72");
        say("Principal is not vested yet:");
        refused("NOT_VESTED", () -> noah.withdraw(asset, "1"));
    }

    private void leave(String asset) {
        chapter("A week passes and a quarter is vested; Noah withdraws 400 USDC");
        say(
                "it is %s now (a development installation's clock can be moved)",
                operator.forward(WEEK));
        print(positions(asset));
        RequestLpWithdrawalResponse asked = noah.withdraw(asset, "400");
        LpWithdrawal withdrawal = asked.getWithdrawal();
        say(
                "%s USDC are paid at once, a quarter of what is vested; %s wait in the queue",
                withdrawal.getInstant(), withdrawal.getQueued());
        agree("paid at once", withdrawal.getInstant(), "125");
        agree("queued", withdrawal.getQueued(), "275");
        run("lp-withdrawals");
        LpWithdrawal today = noah.lastWithdrawal(asset);
        say(
                "a tenth of the pool may leave in 24 hours: %s USDC are paid, %s wait",
                today.getPaid(), today.getQueued());
        agree("paid today", today.getPaid(), "250");
        say("a day later it is %s", operator.forward(DAY));
        run("lp-withdrawals");
        LpWithdrawal tomorrow = noah.lastWithdrawal(asset);
        say("%s USDC are paid, in %d parts", tomorrow.getPaid(), tomorrow.getParts());
        agree("paid tomorrow", tomorrow.getPaid(), "400");
    }

    private String positions(String asset) {
        Table table =
                new Table().words("lp").figures("principal", "vested", "available", "claimed fees");
        for (Lp lp : List.of(mona, noah)) {
            LpPosition position = lp.position(asset);
            table.row(
                    lp.name(),
                    position.getPrincipal(),
                    position.getVested(),
                    position.getAvailable(),
                    position.getClaimedFees());
        }
        return table.indentedBy(2);
    }

    private void missTheDeadline() {
        chapter("Another asset misses its deadline, and its LPs get their principal back");
        Asset asset = administrator.createAsset("FOG", "Fog in Lima, in days", "1", "0.01");
        String before = mona.cash();
        mona.contribute(asset.getAssetId(), "100");
        say("Mona contributes 100 of 2500 USDC; it is %s a week later", operator.forward(WEEK));
        run("funding-refunds");
        say("Mona has %s USDC, as before", mona.cash());
        agree("Mona's cash", mona.cash(), before);
    }

    private void run(String job) {
        Run run = operator.run(job);
        String state = run.getState().name().replace("RUN_STATE_", "").toLowerCase(Locale.ROOT);
        say(
                "job %s: %s, %d items, %d changed, %d skipped",
                job, state, run.getItemsDone(), run.getItemsChanged(), run.getItemsSkipped());
        agree("the run's state", run.getState(), RunState.RUN_STATE_COMPLETED);
        agree("items skipped", run.getItemsSkipped(), 0L);
    }
}
