package io.megatron.core.funding.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.AssetRequestMapper;
import io.megatron.mapper.ids.AssetRequestId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The requests for assets. */
@Component
public class AssetRequests implements BookTable<AssetRequestId, AssetRequest> {
    private final AssetRequestMapper requests;

    public AssetRequests(AssetRequestMapper requests) {
        this.requests = requests;
    }

    @Override
    public Map<AssetRequestId, AssetRequest> load(Set<AssetRequestId> keys) {
        return requests.requests(keys).stream()
                .collect(Collectors.toMap(AssetRequest::id, Function.identity()));
    }

    @Override
    public void persist(Changes<AssetRequest> changes) {
        changes.inserted().forEach(requests::insert);
        if (!changes.updated().isEmpty()) {
            requests.close(changes.updated());
        }
    }
}
