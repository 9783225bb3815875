package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.internal.FundingRules;
import io.megatron.core.funding.internal.LiquidityRules;
import io.megatron.core.ledger.Snapshots;
import io.megatron.curve.fees.RewardAccumulator;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.FundingMapper;
import io.megatron.mapper.funding.Lot;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpMapper;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks fundings and liquidity providers up. Every answer's figures are of one moment. */
@Component
public class ReadingFunding {
    private final Snapshots snapshots;
    private final AssetMapper assets;
    private final FundingMapper fundings;
    private final LpMapper lps;
    private final Clock clock;

    public ReadingFunding(
            Snapshots snapshots,
            AssetMapper assets,
            FundingMapper fundings,
            LpMapper lps,
            Clock clock) {
        this.snapshots = snapshots;
        this.assets = assets;
        this.fundings = fundings;
        this.lps = lps;
        this.clock = clock;
    }

    /** An asset's funding, or {@link Rejection#ASSET_NOT_FOUND}. */
    public Outcome<FundingView> funding(AssetId id) {
        return snapshots.read(
                () -> {
                    Pools pools = pools(List.of(id));
                    Asset asset = pools.assets().get(id);
                    if (asset == null) {
                        return Outcome.refused(FundingRules.unknownAsset(id));
                    }
                    FundingMapper.FundingFigures figures = fundings.figures(id);
                    return Outcome.accepted(
                            new FundingView(
                                    asset,
                                    pools.funding(id),
                                    figures.raised(),
                                    figures.lps(),
                                    pools.at()));
                });
    }

    /** What a user provides to a pool, or {@link Rejection#ASSET_NOT_FOUND}. */
    public Outcome<LpPositionView> position(UserId user, AssetId id) {
        LpKey key = new LpKey(id, user);
        return snapshots.read(
                () -> {
                    Pools pools = pools(List.of(id));
                    if (!pools.assets().containsKey(id)) {
                        return Outcome.refused(FundingRules.unknownAsset(id));
                    }
                    LpPosition position =
                            lps.positions(List.of(key)).stream()
                                    .findFirst()
                                    .orElseGet(() -> LpPosition.none(key));
                    return Outcome.accepted(views(List.of(position), pools).getFirst());
                });
    }

    /** What a user provides, in the order of assets, after one of them. */
    public List<LpPositionView> ofUser(UserId user, Optional<AssetId> after, int limit) {
        return snapshots.read(() -> views(lps.ofUser(user, after.orElse(null), limit)));
    }

    /** An LP's lots in the order of their numbers, or {@link Rejection#ASSET_NOT_FOUND}. */
    public Outcome<List<LotView>> lots(UserId user, AssetId id, int afterNumber, int limit) {
        return snapshots.read(
                () -> {
                    Pools pools = pools(List.of(id));
                    if (!pools.assets().containsKey(id)) {
                        return Outcome.refused(FundingRules.unknownAsset(id));
                    }
                    return Outcome.accepted(
                            lps.lots(id, user, afterNumber, limit).stream()
                                    .map(lot -> view(lot, pools))
                                    .toList());
                });
    }

    private static LotView view(Lot lot, Pools pools) {
        Optional<Instant> activation = pools.funding(lot.assetId()).activation();
        Optional<Instant> start = lot.vestsFrom(activation);
        return new LotView(
                lot,
                start,
                lot.vested(activation, pools.at()),
                start.flatMap(from -> lot.schedule().next(lot.amount(), from, pools.at())));
    }

    private List<LpPositionView> views(List<LpPosition> positions) {
        return views(positions, pools(positions.stream().map(LpPosition::assetId).toList()));
    }

    private List<LpPositionView> views(List<LpPosition> positions, Pools pools) {
        Map<LpKey, List<Lot>> lots =
                lps.openLots(positions.stream().map(LpPosition::key).toList()).stream()
                        .collect(Collectors.groupingBy(Lot::key));
        return positions.stream()
                .map(
                        position ->
                                view(position, lots.getOrDefault(position.key(), List.of()), pools))
                .toList();
    }

    private static LpPositionView view(LpPosition stored, List<Lot> lots, Pools pools) {
        AssetId id = stored.assetId();
        Asset asset = pools.asset(id);
        LpPosition position = stored.accruedUpTo(asset.pool().rewards());
        Usdc vested =
                lots.stream()
                        .map(
                                lot ->
                                        LiquidityRules.vestedStillThere(
                                                lot, asset.status(), pools.funding(id), pools.at()))
                        .reduce(Usdc.ZERO, Usdc::plus);
        return new LpPositionView(
                position,
                asset.status(),
                RewardAccumulator.claim(position.accrued()).paid(),
                vested,
                vested.minus(position.queued()),
                pools.at());
    }

    /** The pools of some positions, as of one moment: business time, never behind the book. */
    private record Pools(Map<AssetId, Asset> assets, Map<AssetId, Funding> fundings, Instant at) {
        Asset asset(AssetId id) {
            return there(assets.get(id), id);
        }

        Funding funding(AssetId id) {
            return there(fundings.get(id), id);
        }

        private static <T> T there(@Nullable T row, AssetId id) {
            if (row == null) {
                throw new IllegalStateException("asset " + id + " or its funding is missing");
            }
            return row;
        }
    }

    private Pools pools(Collection<AssetId> ids) {
        Instant now = clock.instant();
        return new Pools(
                byId(assets.assets(ids), Asset::id),
                byId(fundings.fundings(ids), Funding::assetId),
                now);
    }

    /** An asset may be named by many positions of a page. */
    private static <T> Map<AssetId, T> byId(List<T> rows, Function<T, AssetId> id) {
        return rows.stream().collect(Collectors.toMap(id, Function.identity(), (one, same) -> one));
    }
}
