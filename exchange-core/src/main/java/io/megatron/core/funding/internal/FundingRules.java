package io.megatron.core.funding.internal;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.assets.FundingSettings;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What stands against a contribution. Each rule answers a refusal or nothing. */
public final class FundingRules {
    private FundingRules() {}

    public static Refusal unknownUser(UserId user) {
        return Refusal.of(Rejection.USER_NOT_FOUND, "User " + user + " is not registered.");
    }

    public static Refusal unknownAsset(AssetId asset) {
        return Refusal.of(Rejection.ASSET_NOT_FOUND, "There is no asset " + asset + ".");
    }

    /** A blocked user contributes nothing. */
    public static Optional<Refusal> contributor(User user) {
        return when(
                user.blocked(),
                Rejection.USER_BLOCKED,
                "An administrator has blocked this user's contributions.",
                Map.of());
    }

    /** FUNDING assets take contributions until, and without, their deadline; ACTIVE ones always. */
    public static Optional<Refusal> open(Asset asset, Funding funding, Instant at) {
        boolean missed = asset.status() == AssetStatus.FUNDING && !at.isBefore(funding.deadline());
        boolean open =
                asset.status() == AssetStatus.ACTIVE
                        || (asset.status() == AssetStatus.FUNDING && !missed);
        return when(
                !open,
                Rejection.FUNDING_CLOSED,
                missed
                        ? "The funding of %s ended at %s."
                                .formatted(asset.symbol(), funding.deadline())
                        : "Asset %s is %s and takes no contributions."
                                .formatted(asset.symbol(), asset.status()),
                Map.of(
                        "status", asset.status().name(),
                        "deadline", funding.deadline().toString()));
    }

    /** At least the least contribution, or what still fits; at most what still fits. */
    public static Optional<Refusal> fits(
            Usdc amount, Usdc capital, Funding funding, FundingSettings settings) {
        Usdc room = funding.hardCap().minus(WithdrawalLimits.least(capital, funding.hardCap()));
        Usdc least = WithdrawalLimits.least(settings.minContribution(), room);
        Map<String, String> figures =
                Map.of(
                        "fits", room.toString(),
                        "minimum", least.toString(),
                        "hard_cap", funding.hardCap().toString());
        return when(
                        amount.compareTo(least) < 0,
                        Rejection.CONTRIBUTION_TOO_SMALL,
                        "A contribution is " + least + " USDC at the least.",
                        figures)
                .or(
                        () ->
                                when(
                                        amount.compareTo(room) > 0,
                                        Rejection.HARD_CAP_EXCEEDED,
                                        "The pool takes " + room + " USDC more.",
                                        figures));
    }

    /** So many lots are kept apart, since each withdrawal looks at all of them. */
    public static Optional<Refusal> lots(OpenLots lots, FundingSettings settings) {
        return when(
                lots.count() >= settings.maxOpenLots(),
                Rejection.TOO_MANY_LOTS,
                "The pool holds " + lots.count() + " contributions of this user already.",
                Map.of("lots", Long.toString(lots.count())));
    }

    public static Optional<Refusal> funds(Usdc amount, Usdc cash) {
        return when(
                cash.compareTo(amount) < 0,
                Rejection.INSUFFICIENT_FUNDS,
                "%s USDC are needed, the account holds %s.".formatted(amount, cash),
                Map.of("required", amount.toString(), "available", cash.toString()));
    }

    static Optional<Refusal> when(
            boolean applies, Rejection code, String message, Map<String, String> details) {
        return applies ? Optional.of(new Refusal(code, message, details)) : Optional.empty();
    }
}
