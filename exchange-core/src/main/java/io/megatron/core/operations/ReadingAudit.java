package io.megatron.core.operations;

import io.megatron.mapper.audit.AuditEntry;
import io.megatron.mapper.audit.AuditMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Looks up what administrators and operators did. */
@Component
public class ReadingAudit {
    private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

    private final AuditMapper mapper;
    private final JsonMapper json = JsonMapper.builder().build();

    public ReadingAudit(AuditMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Which entries to list; whatever is absent lets every entry pass.
     *
     * @param target what it was done to, an id or a name
     * @param action the method, as {@code BlockUser}
     */
    public record Filter(Optional<UUID> actor, Optional<String> target, Optional<String> action) {}

    /** The place of an entry among all. */
    public record Key(Instant takenAt, UUID actor, UUID requestId) {}

    /**
     * A value in the book that differs since.
     *
     * @param table the kind of row, as {@code users}
     * @param before absent where there was none, as in a row that did not exist
     * @param after absent where there is none any more
     */
    public record Change(
            String table,
            String key,
            String field,
            @Nullable String before,
            @Nullable String after) {}

    /** What an entry changed. */
    public List<Change> changes(AuditEntry entry) {
        return json.readValue(entry.changes(), CHANGES);
    }

    /** Entries before one of them, newest first. */
    public List<AuditEntry> page(Filter filter, Optional<Key> before, int limit) {
        return mapper.entries(
                filter.actor().orElse(null),
                filter.target().orElse(null),
                filter.action().orElse(null),
                before.map(Key::actor).orElse(null),
                before.map(Key::requestId).orElse(null),
                before.map(Key::takenAt).orElse(null),
                limit);
    }
}
