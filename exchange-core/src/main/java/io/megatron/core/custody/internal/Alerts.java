package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.custody.CustodyAlert;
import io.megatron.mapper.custody.CustodyMapper;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The alerts that stand, one of a kind at the most. */
@Component
public class Alerts implements BookTable<CustodyAlert.Kind, CustodyAlert> {
    private final CustodyMapper mapper;

    public Alerts(CustodyMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Map<CustodyAlert.Kind, CustodyAlert> load(Set<CustodyAlert.Kind> keys) {
        return mapper.openAlerts().stream()
                .collect(Collectors.toMap(CustodyAlert::kind, Function.identity()));
    }

    @Override
    public void persist(Changes<CustodyAlert> changes) {
        changes.inserted().forEach(mapper::insertAlert);
        changes.updated().forEach(mapper::clearAlert);
    }
}
