package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.custody.CustodyHalted;
import io.megatron.core.custody.Halts;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.HaltCause;
import io.megatron.mapper.ids.HaltId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes custody stand still; one halt stands at a time, whoever finds another reason meanwhile. */
public final class RaiseHaltCommand implements Command<Halt> {
    private final DepositDesk desk;
    private final Function<HaltId, Halt> lookup;
    private final Call call;
    private final Reason reason;

    /**
     * What was found.
     *
     * @param block the first block known to differ
     */
    public record Reason(
            HaltCause cause,
            String message,
            long block,
            @Nullable EvmHash expected,
            @Nullable EvmHash found) {}

    public RaiseHaltCommand(
            DepositDesk desk, Function<HaltId, Halt> lookup, Call call, Reason reason) {
        this.desk = desk;
        this.lookup = lookup;
        this.call = call;
        this.reason = reason;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.halts().declare(keys);
        desk.events().declare(keys);
    }

    @Override
    public Outcome<Halt> decide(Draft draft) {
        // One that was resolved in this very batch counts as well: the next scan looks again.
        Optional<Halt> before = draft.find(desk.halts(), Halts.Key.OPEN);
        return Outcome.accepted(before.orElseGet(() -> raise(draft)));
    }

    private Halt raise(Draft draft) {
        Halt halt =
                new Halt(
                        HaltId.of(desk.ids().at(draft.time())),
                        reason.cause(),
                        reason.message(),
                        reason.block(),
                        reason.expected(),
                        reason.found(),
                        draft.time(),
                        null,
                        null,
                        null,
                        Usdc.ZERO);
        draft.put(desk.halts(), Halts.Key.OPEN, halt);
        desk.events().announce(draft, CustodyHalted.KIND, CustodyHalted.of(halt));
        return halt;
    }

    @Override
    public String remember(Halt halt) {
        return halt.id().toString();
    }

    @Override
    public Halt recall(String remembered) {
        return lookup.apply(HaltId.of(UUID.fromString(remembered)));
    }
}
