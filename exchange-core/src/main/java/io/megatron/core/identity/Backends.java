package io.megatron.core.identity;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.identity.Backend;
import io.megatron.mapper.identity.BackendMapper;
import io.megatron.mapper.ids.BackendId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The registered backends. */
@Component
class Backends implements BookTable<BackendId, Backend> {
    private final BackendMapper backends;

    Backends(BackendMapper backends) {
        this.backends = backends;
    }

    @Override
    public Map<BackendId, Backend> load(Set<BackendId> keys) {
        return backends.backends(keys).stream()
                .collect(Collectors.toMap(Backend::id, Function.identity()));
    }

    @Override
    public void persist(Changes<Backend> changes) {
        if (!changes.inserted().isEmpty()) {
            backends.insert(changes.inserted(), changes.at());
        }
        if (!changes.updated().isEmpty()) {
            backends.revoke(changes.updated(), changes.at());
        }
    }
}
