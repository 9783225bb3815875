package io.megatron.core.events;

import static io.megatron.mapper.events.EventParcel.NEXT_COLUMN;
import static io.megatron.mapper.events.EventParcel.NEXT_EVENT;

import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes the text of a parcel apart, column by column. */
final class ReadingParcels {
    private final String text;
    private int at;
    private long lastMicros;
    private Instant lastTime = Instant.EPOCH;

    private ReadingParcels(String text) {
        this.text = text;
    }

    /**
     * The events of a parcel, as they stand in the outbox.
     *
     * @throws IllegalArgumentException if it is not the text of a parcel
     */
    static List<OutboxEvent> events(String text) {
        ReadingParcels reading = new ReadingParcels(text);
        List<OutboxEvent> events = new ArrayList<>();
        while (reading.at < text.length()) {
            events.add(reading.event());
        }
        return events;
    }

    private OutboxEvent event() {
        long id = Long.parseLong(upTo(NEXT_COLUMN));
        AssetId asset = AssetId.of(UUID.fromString(upTo(NEXT_COLUMN)));
        long assetSeq = Long.parseLong(upTo(NEXT_COLUMN));
        Instant bookedAt = time(Long.parseLong(upTo(NEXT_COLUMN)));
        String kind = upTo(NEXT_COLUMN);
        int end = text.indexOf(NEXT_EVENT, at);
        String payload = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        return new OutboxEvent(id, asset, assetSeq, kind, payload, bookedAt);
    }

    private String upTo(char mark) {
        int end = text.indexOf(mark, at);
        if (end < 0) {
            throw new IllegalArgumentException("a parcel breaks off at character " + at);
        }
        String column = text.substring(at, end);
        at = end + 1;
        return column;
    }

    /** The events of a batch of the book share one time. */
    private Instant time(long micros) {
        if (micros != lastMicros) {
            lastMicros = micros;
            lastTime = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }
        return lastTime;
    }
}
