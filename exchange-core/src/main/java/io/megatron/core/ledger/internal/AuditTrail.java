package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookJournal;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.mapper.audit.AuditEntry;
import io.megatron.mapper.audit.AuditMapper;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What administrators and operators had the book do, kept in the transaction that does it. No
 * command has to think of it: what was asked for is the call, and what it changed are the rows that
 * its draft wrote.
 */
@Component
final class AuditTrail implements BookJournal<AuditEntry> {
    private static final Pattern NEXT_WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /** Found out once: to ask a class again took longer than all else that a grant needs. */
    private static final ClassValue<List<Component>> COMPONENTS =
            new ClassValue<>() {
                @Override
                protected List<Component> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents()).map(Component::of).toList();
                }
            };

    private static final ClassValue<String> TABLE_NAMES =
            new ClassValue<>() {
                @Override
                protected String computeValue(Class<?> type) {
                    return snakeCase(type.getSimpleName());
                }
            };

    private final AuditMapper mapper;
    private final BusinessClock clock;
    private final Payloads payloads;
    private final JsonMapper json = JsonMapper.builder().build();

    AuditTrail(AuditMapper mapper, BusinessClock clock, Payloads payloads) {
        this.mapper = mapper;
        this.clock = clock;
        this.payloads = payloads;
    }

    @Override
    public void append(List<AuditEntry> rows, Instant at) {
        mapper.insert(rows, clock.realTime());
    }

    /** Keeps what a command did with its draft, before its request is remembered there. */
    void keep(Command<?> command, BookDraft draft) {
        Call call = command.call();
        Optional<Call> proposal = command.decidesAbout();
        draft.append(
                this,
                new AuditEntry(
                        call.subject(),
                        call.requestId(),
                        call.name(),
                        target(proposal.orElse(call).payload()),
                        reason(call).or(() -> proposal.flatMap(AuditTrail::reason)).orElse(""),
                        details(call, proposal),
                        true,
                        json.writeValueAsString(changes(draft)),
                        proposal.map(Call::subject).orElse(null),
                        draft.time()));
    }

    private static Optional<String> reason(Call call) {
        return Optional.ofNullable(call.payload().get("reason"));
    }

    /** What was asked for; with what somebody else had asked for, where that is decided about. */
    private String details(Call call, Optional<Call> proposal) {
        return proposal.map(
                        other -> {
                            Map<String, Object> both = new TreeMap<>(call.payload());
                            both.put("action", other.name());
                            both.put("proposal", other.payload());
                            return json.writeValueAsString(both);
                        })
                .orElseGet(() -> payloads.write(call.payload()));
    }

    /** The first id that was asked for. */
    private static String target(Map<String, String> payload) {
        return payload.entrySet().stream()
                .filter(field -> field.getKey().endsWith("_id"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static List<Map<String, String>> changes(BookDraft draft) {
        List<Map<String, String>> changes = new ArrayList<>();
        draft.written()
                .forEach(
                        (table, rows) ->
                                rows.forEach(
                                        (key, row) ->
                                                addChanges(
                                                        changes,
                                                        table,
                                                        key,
                                                        fields(draft.before(table, key)),
                                                        fields(row))));
        return changes;
    }

    private static void addChanges(
            List<Map<String, String>> changes,
            BookTable<?, ?> table,
            Object key,
            Map<String, String> before,
            Map<String, String> after) {
        Set<String> fields = new LinkedHashSet<>(after.keySet());
        fields.addAll(before.keySet());
        for (String field : fields) {
            if (!Objects.equals(before.get(field), after.get(field))) {
                Map<String, String> change = new LinkedHashMap<>();
                change.put("table", TABLE_NAMES.get(table.getClass()));
                change.put("key", key.toString());
                change.put("field", field);
                Optional.ofNullable(before.get(field)).ifPresent(old -> change.put("before", old));
                Optional.ofNullable(after.get(field)).ifPresent(now -> change.put("after", now));
                changes.add(change);
            }
        }
    }

    /** A record's components by the names of columns, without those that are nothing. */
    private static Map<String, String> fields(@Nullable Object row) {
        if (row == null) {
            return Map.of();
        }
        if (!row.getClass().isRecord()) {
            return Map.of("value", row.toString());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Component component : COMPONENTS.get(row.getClass())) {
            Object value = component.of(row);
            if (value != null) {
                fields.put(component.column(), value.toString());
            }
        }
        return fields;
    }

    /** A component of a record, by the name of its column. */
    private record Component(String column, Method accessor) {
        static Component of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Component(snakeCase(component.getName()), accessor);
        }

        @Nullable Object of(Object row) {
            try {
                return accessor.invoke(row);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(
                        row.getClass() + " does not tell " + column, impossible);
            }
        }
    }

    private static String snakeCase(String name) {
        return NEXT_WORD.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
