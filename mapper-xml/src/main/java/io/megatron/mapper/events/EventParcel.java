package io.megatron.mapper.events;

/**
 * Events of a shard that travel together, one behind the other in the order in which they happened,
 * as the text that Postgres makes of them: the relay only carries it. A control character ends each
 * column but the last of an event, and another one each event but the last; no JSON holds either.
 *
 * @param events how many there are
 * @param lastId the last of them
 */
public record EventParcel(int shard, long events, long lastId, String text) {
    /** Stands between two events. */
    public static final char NEXT_EVENT = 0x1e;

    /**
     * Stands between the columns of an event, which are id, asset, the asset's own number, book
     * time in microseconds since 1970, kind and payload.
     */
    public static final char NEXT_COLUMN = 0x1f;
}
