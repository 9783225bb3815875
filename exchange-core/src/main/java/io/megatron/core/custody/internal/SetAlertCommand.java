package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.custody.CustodyAlertChanged;
import io.megatron.core.events.PlatformEvents;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.custody.CustodyAlert;
import java.util.Optional;

/** Raises an alert, or clears the one that stands; what stands already is left as it is. */
public final class SetAlertCommand implements Command<Boolean> {
    private final Alerts alerts;
    private final PlatformEvents events;
    private final TimeOrderedIds ids;
    private final Call call;
    private final CustodyAlert.Kind kind;
    private final Optional<String> message;

    /**
     * @param message what is the matter; empty where nothing is
     */
    public SetAlertCommand(
            Alerts alerts,
            PlatformEvents events,
            TimeOrderedIds ids,
            Call call,
            CustodyAlert.Kind kind,
            Optional<String> message) {
        this.alerts = alerts;
        this.events = events;
        this.ids = ids;
        this.call = call;
        this.kind = kind;
        this.message = message;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(alerts, kind);
        events.declare(keys);
    }

    /** Whether it changed anything. */
    @Override
    public Outcome<Boolean> decide(Draft draft) {
        Optional<CustodyAlert> before = draft.find(alerts, kind).filter(CustodyAlert::isOpen);
        if (before.isPresent() == message.isPresent()) {
            return Outcome.accepted(false);
        }
        CustodyAlert after =
                before.map(open -> open.cleared(draft.time()))
                        .orElseGet(
                                () ->
                                        new CustodyAlert(
                                                ids.at(draft.time()),
                                                kind,
                                                message.orElseThrow(),
                                                draft.time(),
                                                null));
        draft.put(alerts, kind, after);
        events.announce(draft, CustodyAlertChanged.KIND, CustodyAlertChanged.of(after));
        return Outcome.accepted(true);
    }

    @Override
    public String remember(Boolean changed) {
        return changed.toString();
    }

    @Override
    public Boolean recall(String remembered) {
        return Boolean.valueOf(remembered);
    }
}
