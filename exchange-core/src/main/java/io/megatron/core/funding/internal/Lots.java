package io.megatron.core.funding.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.funding.Lot;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpMapper;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The open lots of each LP, as one row: which of them a withdrawal draws on is only known once they
 * are looked at.
 */
@Component
public class Lots implements BookTable<LpKey, OpenLots> {
    private static final KeyFormat<LpKey> KEYS =
            KeyFormat.ofIds(
                    key -> key.assetId().value(),
                    key -> key.userId().value(),
                    (asset, user) -> new LpKey(AssetId.of(asset), UserId.of(user)));

    private final LpMapper lps;

    public Lots(LpMapper lps) {
        this.lps = lps;
    }

    @Override
    public Map<LpKey, OpenLots> load(Set<LpKey> keys) {
        return lps.openLots(keys).stream()
                .collect(
                        Collectors.groupingBy(
                                Lot::key,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        lots ->
                                                new OpenLots(
                                                        lots.getFirst().key(), lots, Set.of()))));
    }

    @Override
    public Optional<KeyFormat<LpKey>> keyFormat() {
        return Optional.of(KEYS);
    }

    @Override
    public OpenLots asLoaded(OpenLots lots) {
        return lots.open();
    }

    @Override
    public void persist(Changes<OpenLots> changes) {
        List<Lot> touched =
                Stream.concat(changes.inserted().stream(), changes.updated().stream())
                        .flatMap(lots -> lots.toWrite().stream())
                        .toList();
        if (!touched.isEmpty()) {
            lps.writeLots(touched);
        }
    }
}
