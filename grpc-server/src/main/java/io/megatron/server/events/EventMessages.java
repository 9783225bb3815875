package io.megatron.server.events;

import io.megatron.core.events.ReadingEvents.Backlog;
import io.megatron.core.events.ReadingEvents.Backlogs;
import io.megatron.events.v1.Consumer;
import io.megatron.events.v1.Event;
import io.megatron.events.v1.GetBacklogResponse;
import io.megatron.events.v1.ShardBacklog;
import io.megatron.mapper.events.ConsumedShard;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.server.calls.Figures;

/** Events in the words of the wire. */
final class EventMessages {
    private EventMessages() {}

    static Event event(OutboxEvent event) {
        return Event.newBuilder()
                .setEventId(event.id())
                .setAssetId(event.assetId().toString())
                .setAssetSeq(event.assetSeq())
                .setKind(event.kind())
                .setPayload(event.payload())
                .setBookedAt(Figures.time(event.bookedAt()))
                .build();
    }

    static GetBacklogResponse backlogs(Backlogs backlogs) {
        return GetBacklogResponse.newBuilder()
                .setLastEventId(backlogs.lastId())
                .addAllShards(backlogs.shards().stream().map(EventMessages::backlog).toList())
                .build();
    }

    private static ShardBacklog backlog(Backlog backlog) {
        return ShardBacklog.newBuilder()
                .setShard(backlog.relay().shard())
                .setWaiting((int) backlog.waiting())
                .setOldest(Figures.duration(backlog.oldest()))
                .setRelayedEventId(backlog.relay().relayedId())
                .setRelayedAt(Figures.time(backlog.relay().relayedAt()))
                .addAllConsumers(backlog.consumers().stream().map(EventMessages::consumer).toList())
                .build();
    }

    private static Consumer consumer(ConsumedShard consumer) {
        return Consumer.newBuilder()
                .setName(consumer.consumer())
                .setConsumedEventId(consumer.consumedId())
                .setLeaseUntil(Figures.time(consumer.leaseUntil()))
                .setEpoch(consumer.epoch())
                .build();
    }
}
