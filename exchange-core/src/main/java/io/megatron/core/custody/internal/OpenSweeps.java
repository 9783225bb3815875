package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.EvmAddress;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The sweep of each deposit address that is on its way: one at the most. */
@Component
public class OpenSweeps implements BookTable<EvmAddress, Authorization> {
    private final AuthorizationMapper mapper;

    public OpenSweeps(AuthorizationMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Map<EvmAddress, Authorization> load(Set<EvmAddress> keys) {
        return mapper.openSweeps(keys).stream()
                .collect(Collectors.toMap(Authorization::authorizer, Function.identity()));
    }

    @Override
    public void persist(Changes<Authorization> changes) {
        // The authorizations are what is written; here they only become known to the batch.
    }
}
