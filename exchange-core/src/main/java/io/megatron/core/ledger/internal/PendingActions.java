package io.megatron.core.ledger.internal;

import io.megatron.core.TimeOrderedIds;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.SecondAdministratorSettings;
import io.megatron.mapper.audit.ActionStatus;
import io.megatron.mapper.audit.PendingAction;
import io.megatron.mapper.audit.PendingActionMapper;
import io.megatron.mapper.ids.ActionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What waits for a second administrator, or did. */
@Component
public class PendingActions implements BookTable<ActionId, PendingAction> {
    private final PendingActionMapper mapper;
    private final Payloads payloads;
    private final TimeOrderedIds ids;
    private final SecondAdministratorSettings settings;

    PendingActions(
            PendingActionMapper mapper,
            Payloads payloads,
            TimeOrderedIds ids,
            SecondAdministratorSettings settings) {
        this.mapper = mapper;
        this.payloads = payloads;
        this.ids = ids;
        this.settings = settings;
    }

    @Override
    public Map<ActionId, PendingAction> load(Set<ActionId> keys) {
        return mapper.actions(keys).stream()
                .collect(Collectors.toMap(PendingAction::id, Function.identity()));
    }

    @Override
    public void persist(Changes<PendingAction> changes) {
        if (!changes.inserted().isEmpty()) {
            mapper.insert(changes.inserted(), changes.at());
        }
        if (!changes.updated().isEmpty()) {
            mapper.update(changes.updated(), changes.at());
        }
    }

    public ActionId newId(Instant at) {
        return ActionId.of(ids.at(at));
    }

    /** What a call asks for, waiting from now on. */
    PendingAction waiting(ActionId id, Call call, Instant now) {
        return new PendingAction(
                id,
                call.subject(),
                call.requestId(),
                call.method(),
                payloads.write(call.payload()),
                now,
                now.plus(settings.within()),
                ActionStatus.WAITING,
                null,
                null);
    }

    /** The call that asked for it. */
    public Call call(PendingAction action) {
        return Call.of(
                        action.proposer(),
                        action.requestId(),
                        action.method(),
                        payloads.read(action.payload()))
                .byStaff();
    }

    public Optional<PendingAction> find(ActionId id) {
        return mapper.actions(Set.of(id)).stream().findFirst();
    }

    public List<PendingAction> page(
            Optional<Instant> openAt, Optional<ActionId> before, int limit) {
        return mapper.page(openAt.orElse(null), before.orElse(null), limit);
    }
}
