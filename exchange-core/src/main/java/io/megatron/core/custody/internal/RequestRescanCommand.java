package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.custody.BlockRange;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.custody.Rescan;
import io.megatron.mapper.ids.RescanId;
import java.util.UUID;
import java.util.function.Function;

/** Has a range of blocks read again by the job. */
public final class RequestRescanCommand implements Command<Rescan> {
    private final DepositDesk desk;
    private final Function<RescanId, Rescan> lookup;
    private final Call call;
    private final BlockRange blocks;
    private final String reason;

    /**
     * @param lookup finds the rescan again, for a replay
     */
    public RequestRescanCommand(
            DepositDesk desk,
            Function<RescanId, Rescan> lookup,
            Call call,
            BlockRange blocks,
            String reason) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.blocks = blocks;
        this.reason = reason;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        // A rescan stands for itself: it is decided over nothing.
    }

    @Override
    public Outcome<Rescan> decide(Draft draft) {
        Rescan rescan =
                new Rescan(
                        RescanId.of(desk.ids().at(draft.time())),
                        blocks.from(),
                        blocks.to(),
                        blocks.from(),
                        0,
                        call.subject(),
                        reason,
                        draft.time(),
                        null);
        draft.append(desk.rescans(), rescan);
        return Outcome.accepted(rescan);
    }

    @Override
    public String remember(Rescan rescan) {
        return rescan.id().toString();
    }

    @Override
    public Rescan recall(String remembered) {
        return lookup.apply(RescanId.of(UUID.fromString(remembered)));
    }
}
