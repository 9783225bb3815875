package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.funding.Unlocks;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.Lot;
import io.megatron.mapper.funding.LpKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Marks the tranches of an LP's lots whose time has come, and announces each once. It moves no
 * money and allows nothing: what may be withdrawn follows from time alone, so late marks cost
 * nobody anything.
 */
public final class UnlockTranchesCommand implements Command<Unlocks> {
    private final FundingDesk desk;
    private final Call call;
    private final LpKey lp;

    public UnlockTranchesCommand(FundingDesk desk, Call call, LpKey lp) {
        this.desk = desk;
        this.call = call;
        this.lp = lp;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, lp);
    }

    @Override
    public Outcome<Unlocks> decide(Draft draft) {
        Optional<Asset> found = draft.find(desk.assets(), lp.assetId());
        if (found.isEmpty()) {
            return Outcome.refused(FundingRules.unknownAsset(lp.assetId()));
        }
        Asset asset = found.get();
        if (asset.status() != AssetStatus.ACTIVE) {
            return Outcome.accepted(Unlocks.NONE);
        }
        Optional<Instant> activatedAt = desk.funding(draft, asset).activation();
        Unlocks unlocks = Unlocks.NONE;
        OpenLots lots = desk.lots(draft, lp);
        for (Lot lot : lots.lots()) {
            int bps = lot.vestedBps(activatedAt, draft.time());
            if (lot.left().isPositive() && bps > lot.unlockedBps()) {
                Lot unlocked = lot.unlocked(bps);
                lots = lots.changed(unlocked);
                asset = announce(draft, asset, lot, unlocked);
                unlocks = unlocks.and(unlocked.unlocked().minus(lot.unlocked()));
            }
        }
        draft.put(desk.lots(), lp, lots);
        return Outcome.accepted(unlocks);
    }

    private Asset announce(Draft draft, Asset asset, Lot before, Lot after) {
        Asset announced = asset.announced();
        draft.put(desk.assets(), asset.id(), announced);
        desk.outbox()
                .announce(
                        draft,
                        draft.nextEventId(),
                        asset.id(),
                        announced.eventSeq(),
                        TrancheUnlocked.KIND,
                        TrancheUnlocked.of(before, after));
        return announced;
    }

    @Override
    public String remember(Unlocks unlocks) {
        return Remembered.of(unlocks.lots(), unlocks.amount());
    }

    @Override
    public Unlocks recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        return new Unlocks(Math.toIntExact(kept.number()), kept.usdc());
    }

    /** Announced once per lot, also when several tranches have come due together. */
    record TrancheUnlocked(
            String assetId,
            String userId,
            int lot,
            int unlockedBpsBefore,
            int unlockedBps,
            String unlocked,
            String amount) {
        static final String KIND = "lp_tranche_unlocked";

        static TrancheUnlocked of(Lot before, Lot after) {
            return new TrancheUnlocked(
                    after.assetId().toString(),
                    after.userId().toString(),
                    after.number(),
                    before.unlockedBps(),
                    after.unlockedBps(),
                    after.unlocked().toString(),
                    after.amount().toString());
        }
    }
}
