package io.megatron.core.assets;

import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Snapshots;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ledger.Account;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import io.megatron.mapper.ledger.LedgerMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks assets up. Every view's figures are of one moment. */
@Component
public class ReadingAssets {
    private final Snapshots snapshots;
    private final AssetMapper assets;
    private final LedgerMapper ledger;
    private final BookMapper book;
    private final BusinessClock clock;

    public ReadingAssets(
            Snapshots snapshots,
            AssetMapper assets,
            LedgerMapper ledger,
            BookMapper book,
            BusinessClock clock) {
        this.snapshots = snapshots;
        this.assets = assets;
        this.ledger = ledger;
        this.book = book;
        this.clock = clock;
    }

    public Optional<AssetView> withId(AssetId id) {
        return snapshots.read(() -> views(assets.assets(List.of(id))).stream().findFirst());
    }

    /** A page in the order of symbols, after one of them; the empty string is before all. */
    public List<AssetView> page(String afterSymbol, int limit) {
        return snapshots.read(() -> views(assets.page(afterSymbol, limit)));
    }

    private List<AssetView> views(List<Asset> found) {
        BookState now = book.state();
        FeeRate feeRate = FeeRate.ofBps(now.feeBpsAt(clock.at(clock.realTime(), now)));
        Map<AccountKey, Account> reserves =
                ledger.accounts(found.stream().map(ReadingAssets::reserveKey).toList()).stream()
                        .collect(Collectors.toMap(Account::key, Function.identity()));
        return found.stream()
                .map(
                        asset -> {
                            Account reserve = reserves.get(reserveKey(asset));
                            return new AssetView(
                                    asset,
                                    reserve == null ? Usdc.ZERO : reserve.balance(),
                                    asset.curve().marginalPrice(asset.supply()),
                                    feeRate);
                        })
                .toList();
    }

    private static AccountKey reserveKey(Asset asset) {
        return AccountKey.ofPool(AccountKind.CURVE_RESERVE, asset.id());
    }
}
