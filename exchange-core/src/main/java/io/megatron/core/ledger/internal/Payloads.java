package io.megatron.core.ledger.internal;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Canonical payloads as they are stored, and where two of them differ. */
@Component
final class Payloads {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    private final JsonMapper json = JsonMapper.builder().build();
    private final ObjectWriter writer = json.writerFor(STRINGS);

    String write(Map<String, String> payload) {
        return writer.writeValueAsString(payload);
    }

    Map<String, String> read(String stored) {
        return json.readValue(stored, STRINGS);
    }

    /** The first field, in the order of names, that differs from what was stored. */
    Optional<String> firstDifference(String stored, Map<String, String> payload) {
        Map<String, String> before = read(stored);
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(payload.keySet());
        return fields.stream()
                .filter(field -> !Objects.equals(before.get(field), payload.get(field)))
                .findFirst();
    }
}
