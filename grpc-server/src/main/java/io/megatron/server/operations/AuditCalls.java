package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.operations.ReadingAudit;
import io.megatron.mapper.audit.AuditEntry;
import io.megatron.operations.v1.AuditedChange;
import io.megatron.operations.v1.ListAuditEntriesRequest;
import io.megatron.operations.v1.ListAuditEntriesResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The record of what administrators and operators did. */
@Component
class AuditCalls {
    private static final int MAX_NAME = 200;
    private static final int KEY_PARTS = 3;

    private final ReadingAudit reading;

    AuditCalls(ReadingAudit reading) {
        this.reading = reading;
    }

    void list(ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
        ReadingAudit.Filter filter =
                new ReadingAudit.Filter(
                        JobFields.given(request.getActorId(), id -> Fields.uuid("actor_id", id)),
                        JobFields.given(
                                request.getTarget(),
                                name -> Fields.words("target", name, MAX_NAME)),
                        JobFields.given(
                                request.getAction(),
                                name -> Fields.words("action", name, MAX_NAME)));
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListAuditEntries", filter);
        Page<AuditEntry> page =
                Page.of(
                        tokens,
                        size,
                        reading.page(
                                filter,
                                tokens.read(request.getPageToken(), AuditCalls::key),
                                Page.limit(size)),
                        entry -> entry.takenAt() + " " + entry.actor() + " " + entry.requestId());
        Answering.answer(
                observer,
                ListAuditEntriesResponse.newBuilder()
                        .addAllEntries(page.items().stream().map(this::message).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static ReadingAudit.Key key(String key) {
        String[] parts = key.split(" ", KEY_PARTS);
        if (parts.length < KEY_PARTS) {
            throw new IllegalArgumentException("no entry");
        }
        return new ReadingAudit.Key(
                instant(parts[0]), UUID.fromString(parts[1]), UUID.fromString(parts[2]));
    }

    /** As {@link PageTokens#read} wants it. */
    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no instant", e);
        }
    }

    private io.megatron.operations.v1.AuditEntry message(AuditEntry entry) {
        return io.megatron.operations.v1.AuditEntry.newBuilder()
                .setActorId(entry.actor().toString())
                .setRequestId(entry.requestId().toString())
                .setAction(entry.action())
                .setTarget(entry.target())
                .setReason(entry.reason())
                .setDetails(entry.details())
                .addAllChanges(reading.changes(entry).stream().map(AuditCalls::change).toList())
                .setTakenAt(Figures.time(entry.takenAt()))
                .setProposedBy(Objects.toString(entry.proposedBy(), ""))
                .build();
    }

    private static AuditedChange change(ReadingAudit.Change change) {
        AuditedChange.Builder message =
                AuditedChange.newBuilder()
                        .setTable(change.table())
                        .setKey(change.key())
                        .setField(change.field());
        Optional.ofNullable(change.after()).ifPresent(message::setAfter);
        Optional.ofNullable(change.before()).ifPresent(message::setBefore);
        return message.build();
    }
}
