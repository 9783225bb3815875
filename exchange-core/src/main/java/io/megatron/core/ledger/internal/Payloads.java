package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.Call;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Canonical payloads as they are stored, and where two of them differ. */
@Component
final class Payloads {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    /** No field of a message has a name like this. */
    private static final String BACKEND = "@backend";

    private final JsonMapper json = JsonMapper.builder().build();
    private final ObjectWriter writer = json.writerFor(STRINGS);

    String write(Map<String, String> payload) {
        return writer.writeValueAsString(payload);
    }

    Map<String, String> read(String stored) {
        return json.readValue(stored, STRINGS);
    }

    /** A call's payload as its request keeps it, with the backend that acts for its subject. */
    String write(Call call) {
        return call.backend()
                .map(
                        backend -> {
                            Map<String, String> acted = new TreeMap<>(call.payload());
                            acted.put(BACKEND, backend.toString());
                            return write(acted);
                        })
                .orElseGet(() -> write(call.payload()));
    }

    /**
     * The first field, in the order of names, that differs from what was stored. Through which
     * backend it comes makes it no other call.
     */
    Optional<String> firstDifference(String stored, Map<String, String> payload) {
        Map<String, String> before = read(stored);
        before.remove(BACKEND);
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(payload.keySet());
        return fields.stream()
                .filter(field -> !Objects.equals(before.get(field), payload.get(field)))
                .findFirst();
    }
}
