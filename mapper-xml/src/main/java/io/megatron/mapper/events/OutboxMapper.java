package io.megatron.mapper.events;

import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Param;

/** The outbox. */
public interface OutboxMapper {

    void insertColumns(Map<String, Object> columns);

    /** The one row of the platform's stream, as a list since it is asked together with others. */
    List<Long> platformEventSeq();

    void setPlatformEventSeq(@Param("eventSeq") long eventSeq);

    /** All of them carry the batch's one book time. */
    default void insert(Collection<OutboxEvent> events, Instant bookedAt) {
        insertColumns(
                Columns.of(events)
                        .longs("id", OutboxEvent::id)
                        .uuids("assetId", event -> event.assetId().value())
                        .longs("assetSeq", OutboxEvent::assetSeq)
                        .texts("kind", OutboxEvent::kind)
                        .texts("payload", OutboxEvent::payload)
                        .all("bookedAt", bookedAt)
                        .arrays());
    }
}
