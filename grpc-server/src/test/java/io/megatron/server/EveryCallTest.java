package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.megatron.options.v1.AccessProto;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method there is, asked by everybody there is, answers what the table in docs/access.md
 * says. Reads are asked about a certain person and what is theirs; writes lack their request id, so
 * that whoever is let in is told of it and nothing is written.
 */
@Timeout(180)
class EveryCallTest {
    private static final long LONGEST_SILENCE_MILLIS = 250;

    @TempDir private static Path folder;

    @Test
    void everybody_gets_the_answer_that_the_table_says() throws IOException {
        Path file = Sources.project().resolve("docs/access.md");
        String found = table();
        if (Boolean.getBoolean("megatron.renew")) {
            Files.writeString(file, found);
        }

        assertThat(Files.readString(file))
                .as("renew it with -Dmegatron.renew=true, and look at what differs")
                .isEqualTo(found);
    }

    private static String table() throws IOException {
        try (RunningExchange exchange = RunningExchange.start(folder)) {
            Person subject = exchange.traderWith("100");
            Map<String, String> theirs = boughtBy(exchange, subject);
            Map<String, Channel> callers = callers(exchange, subject);
            StringBuilder text = new StringBuilder(INTRODUCTION);
            text.append("\n| method | ")
                    .append(String.join(" | ", callers.keySet()))
                    .append(" |\n");
            text.append("| --- |").append(" --- |".repeat(callers.size())).append('\n');
            for (MethodDescriptor method : methods()) {
                List<String> answers = new ArrayList<>();
                callers.values().forEach(caller -> answers.add(answer(method, caller, theirs)));
                text.append(
                        "| %s/%s | %s |%n"
                                .formatted(
                                        method.getService().getName(),
                                        method.getName(),
                                        String.join(" | ", answers)));
            }
            return text.toString();
        }
    }

    private static final String INTRODUCTION =
            """
            # Who gets which answer

            Written by `EveryCallTest`, which asks every method as everybody and fails where an answer differs, or where a method has no line.
            Reads are asked about one user, and a trade of theirs; writes lack their request id, so that whoever is let in is told INVALID_ARGUMENT, and nothing is
            written. `OK` on a stream means that it stays open.
            """;

    private static Map<String, Channel> callers(RunningExchange exchange, Person subject) {
        Map<String, Channel> callers = new LinkedHashMap<>();
        callers.put("nobody", exchange.channel());
        callers.put("the user", subject.channel());
        callers.put("another user", exchange.traderWith("1").channel());
        callers.put("a stranger", exchange.as(UUID.randomUUID(), "user").channel());
        callers.put("admin", exchange.as(UUID.randomUUID(), "admin").channel());
        callers.put("ops", exchange.as(UUID.randomUUID(), "ops").channel());
        callers.put("oracle", exchange.as(UUID.randomUUID(), "oracle").channel());
        return callers;
    }

    private static List<MethodDescriptor> methods() {
        return ApiReference.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .toList();
    }

    private static String answer(
            MethodDescriptor method, Channel caller, Map<String, String> theirs) {
        try {
            Iterator<DynamicMessage> answers =
                    ClientCalls.blockingServerStreamingCall(
                            caller,
                            described(method),
                            CallOptions.DEFAULT.withDeadlineAfter(
                                    method.isServerStreaming() ? LONGEST_SILENCE_MILLIS : 10_000,
                                    TimeUnit.MILLISECONDS),
                            request(method, theirs));
            while (answers.hasNext()) {
                answers.next();
            }
            return "OK";
        } catch (StatusRuntimeException refused) {
            if (method.isServerStreaming()
                    && refused.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                return "OK";
            }
            return Failure.of(
                            () -> {
                                throw refused;
                            })
                    .reason();
        }
    }

    private static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> described(
            MethodDescriptor method) {
        return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(
                        method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                .setRequestMarshaller(
                        ProtoUtils.marshaller(
                                DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(
                        ProtoUtils.marshaller(
                                DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
    }

    /** What reads can be asked about, by the names of fields. */
    private static Map<String, String> boughtBy(RunningExchange exchange, Person subject) {
        BuyRequest request =
                BuyRequest.newBuilder()
                        .setRequestId(RunningExchange.newId())
                        .setAssetId(exchange.asset("1", "0"))
                        .setExactIn(BuyExactIn.newBuilder().setUsdcIn("1").setMinSharesOut("0"))
                        .build();
        String trade = subject.trades().buy(request).getReceipt().getTrade().getTradeId();
        return Map.of(
                "user_id", subject.id().toString(),
                "asset_id", request.getAssetId(),
                "trade_id", trade,
                "request_id", request.getRequestId());
    }

    private static DynamicMessage request(MethodDescriptor method, Map<String, String> theirs) {
        DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
        if (!method.getOptions().getExtension(AccessProto.access).getMutating()) {
            for (FieldDescriptor field : method.getInputType().getFields()) {
                if (theirs.containsKey(field.getName())) {
                    request.setField(field, theirs.get(field.getName()));
                }
            }
        }
        return request.build();
    }
}
