package io.megatron.core.events;

import io.megatron.core.ledger.BookJournal;
import io.megatron.core.ledger.Draft;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.events.OutboxMapper;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Events that commit with what they announce, and are relayed afterwards. */
@Component
public class Outbox implements BookJournal<OutboxEvent> {
    private final OutboxMapper outbox;
    private final JsonMapper json =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    public Outbox(OutboxMapper outbox) {
        this.outbox = outbox;
    }

    /**
     * Announces something that happened to an asset.
     *
     * @param eventId the book's number of the event, taken from the draft by the caller, who
     *     records it too
     * @param assetSeq the asset's own number of the event, without gaps
     * @param payload a record of strings and numbers; its fields are written in snake case
     */
    public void announce(
            Draft draft, long eventId, AssetId asset, long assetSeq, String kind, Record payload) {
        draft.append(
                this,
                new OutboxEvent(
                        eventId,
                        asset,
                        assetSeq,
                        kind,
                        json.writeValueAsString(payload),
                        draft.time()));
    }

    @Override
    public void append(List<OutboxEvent> rows, Instant at) {
        outbox.insert(rows, at);
    }
}
