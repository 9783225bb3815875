package io.megatron.core.events;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.events.OutboxMapper;
import io.megatron.mapper.ids.AssetId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Announces what belongs to no asset, in a stream of its own: the one of the nil UUID, numbered
 * without gaps as an asset's events are.
 */
@Component
public class PlatformEvents implements BookTable<PlatformEvents.Key, Long> {
    /** Stands where an event names its asset. */
    public static final AssetId PLATFORM = AssetId.of(new UUID(0, 0));

    private final Outbox outbox;
    private final OutboxMapper mapper;

    public PlatformEvents(Outbox outbox, OutboxMapper mapper) {
        this.outbox = outbox;
        this.mapper = mapper;
    }

    /** There is one such stream. */
    public enum Key {
        ONLY_ROW
    }

    /** A command that announces has to declare it. */
    public void declare(Keys keys) {
        keys.add(this, Key.ONLY_ROW);
    }

    /**
     * Announces something.
     *
     * @param payload a record of strings and numbers; its fields are written in snake case
     */
    public void announce(Draft draft, String kind, Record payload) {
        long next = draft.find(this, Key.ONLY_ROW).orElseThrow() + 1;
        draft.put(this, Key.ONLY_ROW, next);
        outbox.announce(draft, draft.nextEventId(), PLATFORM, next, kind, payload);
    }

    @Override
    public Map<Key, Long> load(Set<Key> keys) {
        return mapper.platformEventSeq().stream()
                .collect(Collectors.toMap(row -> Key.ONLY_ROW, Function.identity()));
    }

    @Override
    public void persist(Changes<Long> changes) {
        mapper.setPlatformEventSeq(changes.updated().getFirst());
    }
}
