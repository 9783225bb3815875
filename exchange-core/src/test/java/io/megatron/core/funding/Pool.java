package io.megatron.core.funding;

import static io.megatron.core.testing.Exchange.accepted;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.util.Optional;
import java.util.UUID;

/** One pool, and what its LPs do. */
record Pool(Exchange exchange, AssetId asset) {

    /** A pool that is still FUNDING. */
    static Pool of(Exchange exchange) {
        return new Pool(exchange, exchange.unfundedAsset("1", "0.001"));
    }

    UserId lpWith(String usdc) {
        UserId lp = exchange.traderWith(usdc);
        accepted(exchange.contribute(lp, asset, usdc));
        return lp;
    }

    void contribute(UserId lp, String usdc) {
        exchange.grant(Optional.of(lp), usdc);
        accepted(exchange.contribute(lp, asset, usdc));
    }

    Outcome<Withdrawing> withdraw(UserId lp, String usdc) {
        return withdraw(exchange, lp, usdc);
    }

    Outcome<Withdrawing> withdraw(Exchange node, UserId lp, String usdc) {
        return node.use(WithdrawingPrincipal.class)
                .request(
                        Exchange.userCall(lp, "withdraw", usdc),
                        asset,
                        Usdc.parse(usdc),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    /** What a request is paid at once. */
    String instantly(UserId lp, String usdc) {
        return accepted(withdraw(lp, usdc)).withdrawal().instant().toString();
    }

    Outcome<LpWithdrawal> cancel(UserId lp, LpWithdrawal withdrawal) {
        return exchange.use(WithdrawingPrincipal.class)
                .cancel(
                        Exchange.userCall(lp, "cancel", withdrawal.id().toString()),
                        withdrawal.id(),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    QueueWork work() {
        return work(exchange);
    }

    QueueWork work(Exchange node) {
        return accepted(
                node.use(WithdrawingPrincipal.class)
                        .work(
                                asset,
                                UUID.randomUUID(),
                                50,
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
    }

    AssetStatus retire() {
        return accepted(
                exchange.use(RetiringAssets.class)
                        .retire(
                                Exchange.adminCall("retire"),
                                asset,
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
    }

    PoolLimitView limit() {
        return accepted(exchange.use(ReadingPoolLimits.class).limit(asset));
    }

    String remaining() {
        return limit().remaining().toString();
    }

    String available(UserId lp) {
        return exchange.provided(lp, asset).available().toString();
    }

    String capital() {
        return exchange.balance(AccountKey.ofPool(AccountKind.LP_CAPITAL, asset));
    }
}
