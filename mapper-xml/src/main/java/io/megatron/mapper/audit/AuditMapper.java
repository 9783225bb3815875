package io.megatron.mapper.audit;

import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The audit entries: written once, read newest first. */
public interface AuditMapper {

    /** What was done beside the book under this request id, if anything. */
    List<AuditEntry> besideTheBook(@Param("actor") UUID actor, @Param("requestId") UUID requestId);

    void insertColumns(Map<String, Object> columns);

    /** All of them carry the one time. */
    default void insert(Collection<AuditEntry> entries, Instant takenAt) {
        insertColumns(
                Columns.of(entries)
                        .uuids("actor", AuditEntry::actor)
                        .uuids("requestId", AuditEntry::requestId)
                        .texts("action", AuditEntry::action)
                        .texts("target", AuditEntry::target)
                        .texts("reason", AuditEntry::reason)
                        .texts("details", AuditEntry::details)
                        .booleans("byBook", AuditEntry::byBook)
                        .texts("changes", AuditEntry::changes)
                        .texts("proposedBy", AuditMapper::proposedBy)
                        .all("takenAt", takenAt)
                        .arrays());
    }

    private static @Nullable String proposedBy(AuditEntry entry) {
        return entry.proposedBy() == null ? null : entry.proposedBy().toString();
    }

    /** A page before an entry, newest first; what is absent lets every entry pass. */
    List<AuditEntry> entries(
            @Param("actor") @Nullable UUID actor,
            @Param("target") @Nullable String target,
            @Param("action") @Nullable String action,
            @Param("beforeActor") @Nullable UUID beforeActor,
            @Param("beforeRequestId") @Nullable UUID beforeRequestId,
            @Param("beforeTakenAt") @Nullable Instant beforeTakenAt,
            @Param("limit") int limit);

    /** The same of what was done about jobs, by the job's name or a run's id. */
    List<AuditEntry> aboutJobs(
            @Param("job") @Nullable String job,
            @Param("run") @Nullable UUID run,
            @Param("actor") @Nullable UUID actor,
            @Param("beforeActor") @Nullable UUID beforeActor,
            @Param("beforeRequestId") @Nullable UUID beforeRequestId,
            @Param("limit") int limit);
}
