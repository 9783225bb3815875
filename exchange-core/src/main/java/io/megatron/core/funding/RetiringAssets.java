package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.internal.RetireCommand;
import io.megatron.core.funding.internal.WithdrawalDesk;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import org.springframework.stereotype.Component;

/** Takes assets out of trade. What people have in them stays theirs, and can leave at once. */
@Component
public class RetiringAssets {
    private final Book book;
    private final WithdrawalDesk desk;
    private final PoolLimitMirror mirror;

    public RetiringAssets(Book book, WithdrawalDesk desk, PoolLimitMirror mirror) {
        this.book = book;
        this.desk = desk;
        this.mirror = mirror;
    }

    /**
     * Retires an asset that trades.
     *
     * @return SELL_ONLY, or CLOSED where nobody has anything in it, or {@link
     *     Rejection#REQUEST_ID_REUSED}, {@link Rejection#ASSET_NOT_FOUND}, {@link
     *     Rejection#ASSET_NOT_ACTIVE}
     */
    public Outcome<AssetStatus> retire(
            Call call, AssetId asset, Submitting submitting, Deadline deadline) {
        return mirror.after(
                submitting.submit(book, new RetireCommand(desk, call, asset), deadline), asset);
    }
}
