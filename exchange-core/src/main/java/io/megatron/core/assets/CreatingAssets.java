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

/** Creates assets, open for contributions; trading begins with the soft cap. */
@Component
public class CreatingAssets {
    private final Book book;
    private final OpeningAssets opening;
    private final TimeOrderedIds ids;
    private final Clock clock;

    public CreatingAssets(Book book, OpeningAssets opening, TimeOrderedIds ids, Clock clock) {
        this.book = book;
        this.opening = opening;
        this.ids = ids;
        this.clock = clock;
    }

    /** What an asset is made of. */
    public record Blueprint(String symbol, String name, Price basePrice, Slope slope) {}

    /**
     * Creates an asset with nothing contributed and nothing sold yet.
     *
     * @param terms what is special about its funding
     * @return the asset, or {@link Rejection#ASSET_ALREADY_EXISTS}, {@link
     *     Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<AssetView> create(
            Call call, Blueprint blueprint, FundingTerms terms, Deadline deadline) {
        AssetId id = AssetId.of(ids.at(clock.instant()));
        return book.write(new CreateAssetCommand(opening, id, call, blueprint, terms), deadline);
    }
}
