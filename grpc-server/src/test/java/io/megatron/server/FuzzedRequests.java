package io.megatron.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Requests that nobody means well with: each field left out, at its bounds, of the wrong kind, huge
 * or odd. Some fields are right, so that a request comes further than its first field.
 */
final class FuzzedRequests {
    private static final int DEPTH = 4;
    private static final int UNKNOWN_ENUM = 4711;
    private static final int LONG_TEXT = 20_000;

    private static final List<Long> NUMBERS =
            List.of(
                    0L,
                    1L,
                    -1L,
                    2L,
                    500L,
                    501L,
                    999_999_999L,
                    1_000_000_000L,
                    (long) Integer.MAX_VALUE,
                    (long) Integer.MIN_VALUE,
                    253_402_300_799L,
                    253_402_300_800L,
                    -62_135_596_801L,
                    315_576_000_001L,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE);
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "0",
                    "1",
                    "-1",
                    "+1",
                    "01",
                    "0.000001",
                    "0.0000001",
                    "1.",
                    ".5",
                    "1e9",
                    "1,5",
                    "NaN",
                    "Infinity",
                    "999999999999.999999",
                    "1000000000000",
                    "99999999999999999999999999999999999999",
                    "٣",
                    "null",
                    "true",
                    "ABC",
                    "abc",
                    "A".repeat(21),
                    "1-1-1-1-1",
                    "00000000-0000-0000-0000-000000000000",
                    "ffffffff-ffff-ffff-ffff-ffffffffffff",
                    "0x",
                    "0x0000000000000000000000000000000000000000",
                    "0xaf88d065e77c8cC2239327C5EDb3A432268e5831",
                    "2026-02-30",
                    "2026-11-24",
                    "0000-01-01",
                    "+999999999-12-31",
                    "'; drop table users; --",
                    "%s%n%x",
                    "${jndi:ldap://127.0.0.1/x}",
                    "../../etc/passwd",
                    "\u0000",
                    "a\u0000b",
                    "line\nbreak\ttab\r",
                    "\u202egnirts",
                    "\ufeff",
                    "é\u0301",
                    "\ud83d\ude80".repeat(50),
                    "AAAA",
                    "eyJhbGciOiJub25lIn0.e30.",
                    "x".repeat(LONG_TEXT));

    private final RandomGenerator random;
    private final Map<String, String> right;

    /**
     * @param right values by the names of fields that are what the server knows
     */
    FuzzedRequests(RandomGenerator random, Map<String, String> right) {
        this.random = random;
        this.right = right;
    }

    /** A request as its proto allows it. */
    DynamicMessage message(Descriptor type) {
        return message(type, DEPTH);
    }

    private DynamicMessage message(Descriptor type, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            boolean tooDeep = depth == 0 && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (!tooDeep && !oneIn(5)) {
                set(message, field, depth);
            }
        }
        return message.build();
    }

    private void set(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
        if (!field.isRepeated()) {
            message.setField(field, value(field, depth));
            return;
        }
        int size = oneIn(20) ? 1_100 : random.nextInt(4);
        for (int i = 0; i < size; i++) {
            message.addRepeatedField(field, value(field, depth));
        }
    }

    private Object value(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> (int) (long) oneOf(NUMBERS);
            case LONG -> oneOf(NUMBERS);
            case FLOAT -> Float.NaN;
            case DOUBLE -> oneIn(2) ? Double.NaN : Double.NEGATIVE_INFINITY;
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(field);
            case BYTE_STRING -> ByteString.copyFrom(bytes(random.nextInt(64)));
            case ENUM ->
                    oneIn(4)
                            ? field.getEnumType().findValueByNumberCreatingIfUnknown(UNKNOWN_ENUM)
                            : oneOf(field.getEnumType().getValues());
            case MESSAGE -> message(field.getMessageType(), depth - 1);
        };
    }

    private String text(FieldDescriptor field) {
        if (!oneIn(4)) {
            String known = right.get(field.getName());
            if (known != null) {
                return known;
            }
            if (field.getName().equals("request_id")) {
                return new UUID(random.nextLong(), random.nextLong()).toString();
            }
        }
        return oneIn(10)
                ? new String(bytes(random.nextInt(40)), StandardCharsets.ISO_8859_1)
                : oneOf(TEXTS);
    }

    /** The bytes of a request with some of them changed, as no proto describes it. */
    byte[] spoiled(Descriptor type) {
        byte[] bytes = message(type).toByteArray();
        if (bytes.length == 0 || oneIn(4)) {
            return bytes(random.nextInt(200));
        }
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
