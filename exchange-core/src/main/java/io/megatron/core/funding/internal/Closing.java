package io.megatron.core.funding.internal;

import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Closes a retired asset once no share and no principal is left. What rounding has left in the
 * reserve, less than a micro per trade, belongs to nobody and goes to the treasury.
 */
@Component
public class Closing {
    private static final AccountKey TREASURY = AccountKey.ofPlatform(AccountKind.TREASURY);

    private final FundingDesk desk;

    public Closing(FundingDesk desk) {
        this.desk = desk;
    }

    void declare(Keys keys, AssetId asset) {
        keys.add(desk.posting().accounts(), reserve(asset));
        keys.add(desk.posting().accounts(), TREASURY);
    }

    /** Whether the asset is closed now. */
    boolean closeIfEmpty(Draft draft, AssetId id, UUID initiator) {
        Asset asset = draft.find(desk.assets(), id).orElseThrow();
        boolean empty =
                asset.supply().isZero()
                        && desk.balance(draft, FundingDesk.capital(asset.id())).isZero();
        if (asset.status() != AssetStatus.SELL_ONLY || !empty) {
            return asset.status() == AssetStatus.CLOSED;
        }
        Usdc dust = desk.balance(draft, reserve(asset.id()));
        if (dust.isPositive()) {
            desk.posting()
                    .post(
                            draft,
                            new Posting.Cause(
                                    TransferCause.ASSET_CLOSING,
                                    asset.id().value(),
                                    initiator,
                                    null),
                            List.of(
                                    new Posting.Leg(reserve(asset.id()), dust.negated()),
                                    new Posting.Leg(TREASURY, dust)));
        }
        desk.status().change(draft, asset.id(), AssetStatus.CLOSED);
        return true;
    }

    private static AccountKey reserve(AssetId asset) {
        return AccountKey.ofPool(AccountKind.CURVE_RESERVE, asset);
    }
}
