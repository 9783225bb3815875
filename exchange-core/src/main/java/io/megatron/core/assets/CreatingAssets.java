package io.megatron.core.assets;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.assets.internal.CreateAssetCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Slope;
import io.megatron.mapper.ids.AssetId;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Creates assets, open for trade. */
@Component
public class CreatingAssets {
    private final Book book;
    private final Assets assets;
    private final Pools pools;
    private final Symbols symbols;
    private final TimeOrderedIds ids;
    private final Clock clock;

    public CreatingAssets(
            Book book,
            Assets assets,
            Pools pools,
            Symbols symbols,
            TimeOrderedIds ids,
            Clock clock) {
        this.clock = clock;
        this.book = book;
        this.assets = assets;
        this.pools = pools;
        this.symbols = symbols;
        this.ids = ids;
    }

    /** What an asset is made of. */
    public record Blueprint(String symbol, String name, Price basePrice, Slope slope) {}

    /**
     * Creates an asset with nothing sold yet.
     *
     * @return the asset, or {@link Rejection#ASSET_ALREADY_EXISTS}, {@link
     *     Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<AssetView> create(Call call, Blueprint blueprint, Deadline deadline) {
        AssetId id = AssetId.of(ids.at(clock.instant()));
        return book.write(
                new CreateAssetCommand(assets, pools, symbols, id, call, blueprint), deadline);
    }
}
