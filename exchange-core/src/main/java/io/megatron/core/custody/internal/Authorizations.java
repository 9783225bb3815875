package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.ids.AuthorizationId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What was signed for the token to see. */
@Component
public class Authorizations implements BookTable<AuthorizationId, Authorization> {
    private final AuthorizationMapper mapper;

    public Authorizations(AuthorizationMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Map<AuthorizationId, Authorization> load(Set<AuthorizationId> keys) {
        return mapper.authorizations(keys).stream()
                .collect(Collectors.toMap(Authorization::id, Function.identity()));
    }

    @Override
    public void persist(Changes<Authorization> changes) {
        if (!changes.inserted().isEmpty()) {
            mapper.insert(changes.inserted());
        }
        if (!changes.updated().isEmpty()) {
            mapper.update(changes.updated());
        }
    }
}
