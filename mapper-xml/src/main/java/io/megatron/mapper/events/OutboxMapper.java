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

    /** The last event that is gone; zero as long as none is. */
    long purgedUpTo();

    /**
     * Deletes events that happened before a moment and that everybody has had, from the first on.
     *
     * @return how many; fewer than the limit when no more may go
     */
    long purge(@Param("bookedBefore") Instant bookedBefore, @Param("limit") int limit);

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
