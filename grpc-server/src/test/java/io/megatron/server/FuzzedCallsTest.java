package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.server.RunningExchange.Person;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method is sent what nobody means well with, by somebody who may call it. Whatever it is,
 * the answer is a refusal with a reason or an accepted call, never a fault of the exchange's own,
 * and only what was accepted is remembered. {@code ./mvnw verify -Pcampaign} goes on for minutes;
 * {@code -Dmegatron.seed=…} repeats a run.
 */
@Timeout(1_200)
class FuzzedCallsTest {
    private static final Duration PER_METHOD = Duration.ofMillis(40);
    private static final Duration MINUTES =
            Duration.ofMinutes(Long.getLong("megatron.campaign.minutes", 0));
    private static final int AT_LEAST = 8;
    private static final int STREAM_MILLIS = 50;

    /** What is larger the transport itself ends, before there could be a reason. */
    private static final int LARGEST = 256 * 1024;

    /** Faults of ours; that a database or the book cannot be reached would be one here. */
    private static final Set<String> FAULTS =
            Set.of("INTERNAL", "STORAGE_UNAVAILABLE", "BOOK_UNAVAILABLE", "BOOK_ABORTED", "");

    @TempDir private static Path folder;

    private final long seed =
            Long.getLong("megatron.seed", MINUTES.isZero() ? 20_261_122L : System.nanoTime());
    private final List<String> faults = new ArrayList<>();
    private long accepted;
    private long refused;

    @Test
    void whatever_is_sent_is_answered_with_a_reason() throws IOException, SQLException {
        System.out.println("fuzzed calls: -Dmegatron.seed=" + seed);
        try (RunningExchange exchange = RunningExchange.start(folder)) {
            Person person = registered(exchange);
            Map<String, String> known =
                    Map.of(
                            "user_id", person.id().toString(),
                            "asset_id", exchange.asset("1", "0.001"),
                            "amount", "1",
                            "email", "somebody@example.com",
                            "password", "a long password",
                            "reason", "because");
            List<MethodDescriptor> methods = methods();
            Duration each = MINUTES.isZero() ? PER_METHOD : MINUTES.dividedBy(methods.size());

            for (MethodDescriptor method : methods) {
                fuzz(method, person, known, each);
            }

            System.out.printf("fuzzed calls: %d accepted, %d refused%n", accepted, refused);
            assertThat(faults).isEmpty();
            assertThat(refused).isGreaterThan(accepted);
            assertThat(remembered(exchange, person)).isLessThanOrEqualTo(accepted);
            assertThat(exchange.reconcile().getFindingsList()).isEmpty();
        }
    }

    private static Person registered(RunningExchange exchange) {
        UUID id = exchange.traderWith("1000").id();
        return exchange.as(id, "user", "admin", "ops", "oracle");
    }

    /** The clock last: nothing is as it was after that. */
    private static List<MethodDescriptor> methods() {
        return ApiReference.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .sorted(Comparator.comparing(service -> service.getName().startsWith("Clock")))
                .flatMap(service -> service.getMethods().stream())
                .toList();
    }

    private void fuzz(
            MethodDescriptor method, Person person, Map<String, String> known, Duration time) {
        Instant end = Instant.now().plus(time);
        for (int i = 0; i < AT_LEAST || Instant.now().isBefore(end); i++) {
            FuzzedRequests requests =
                    new FuzzedRequests(
                            RandomGeneratorFactory.of("L64X128MixRandom")
                                    .create(seed + 31L * method.getFullName().hashCode() + i),
                            known);
            if (requests.oneIn(4)) {
                byte[] bytes = requests.spoiled(method.getInputType());
                if (bytes.length > LARGEST) {
                    continue;
                }
                send(method, person, bytes, () -> bytes.length + " spoiled bytes");
            } else {
                DynamicMessage message = requests.message(method.getInputType());
                if (message.getSerializedSize() > LARGEST) {
                    continue;
                }
                send(
                        method,
                        person,
                        message.toByteArray(),
                        () -> TextFormat.printer().shortDebugString(message));
            }
        }
    }

    private void send(
            MethodDescriptor method, Person person, byte[] request, Supplier<String> words) {
        try {
            Iterator<byte[]> answers =
                    ClientCalls.blockingServerStreamingCall(
                            person.channel(),
                            raw(method),
                            CallOptions.DEFAULT.withDeadlineAfter(
                                    method.isServerStreaming() ? STREAM_MILLIS : 20_000,
                                    TimeUnit.MILLISECONDS),
                            request);
            while (answers.hasNext()) {
                answers.next();
            }
            accepted++;
        } catch (StatusRuntimeException thrown) {
            if (method.isServerStreaming()
                    && thrown.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                accepted++;
                return;
            }
            refused++;
            Failure failure =
                    Failure.of(
                            () -> {
                                throw thrown;
                            });
            if (FAULTS.contains(failure.reason())
                    || failure.code() == Status.Code.UNKNOWN
                    || failure.text().contains("Exception")
                    || failure.text().contains("org.postgresql")) {
                String sent = words.get();
                faults.add(
                        "%s: %s of %s"
                                .formatted(
                                        method.getFullName(),
                                        failure.text(),
                                        sent.substring(0, Math.min(sent.length(), 1_500))));
            }
        }
    }

    private static io.grpc.MethodDescriptor<byte[], byte[]> raw(MethodDescriptor method) {
        return io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(
                        method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                .setRequestMarshaller(Bytes.AS_THEY_ARE)
                .setResponseMarshaller(Bytes.AS_THEY_ARE)
                .build();
    }

    private enum Bytes implements Marshaller<byte[]> {
        AS_THEY_ARE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How many calls of somebody the book has accepted and remembers. */
    private static long remembered(RunningExchange exchange, Person person) throws SQLException {
        String url = exchange.context().getBean(DatabaseAddress.class).applicationUrl();
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select count(*) from requests where subject = ?")) {
            statement.setObject(1, person.id());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
