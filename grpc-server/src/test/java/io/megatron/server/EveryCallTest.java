package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.RequestAssetRequest;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.options.v1.AccessProto;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            String asset = exchange.asset("1", "0");
            Person subject = exchange.traderWith("100");
            Map<String, String> theirs = boughtBy(asset, subject);
            Map<String, Channel> callers = callers(exchange, subject);
            Person blocked = exchange.traderWith("500");
            Map<String, String> ofBlocked = boughtBy(asset, blocked);
            block(exchange, blocked);
            StringBuilder text = new StringBuilder(INTRODUCTION);
            text.append("\n| method | ")
                    .append(String.join(" | ", callers.keySet()))
                    .append(" | a blocked user |\n");
            text.append("| --- |").append(" --- |".repeat(callers.size() + 1)).append('\n');
            for (MethodDescriptor method : methods()) {
                List<String> answers = new ArrayList<>();
                callers.values()
                        .forEach(
                                caller ->
                                        answers.add(
                                                answer(caller, method, request(method, theirs))));
                answers.add(
                        answer(
                                blocked.channel(),
                                method,
                                forbidden(method, asset)
                                        .orElseGet(() -> request(method, ofBlocked))));
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
            Reads are asked about one user, and a trade of theirs; a blocked user asks about what is their own. Writes lack their request id, so that whoever is let in
            is told INVALID_ARGUMENT, and nothing is written; only what a block can forbid is sent complete by the blocked user, who may sell. `OK` on a stream
            means that it stays open.
            """;

    private static Map<String, Channel> callers(RunningExchange exchange, Person subject) {
        Map<String, Channel> callers = new LinkedHashMap<>();
        callers.put("nobody", exchange.channel());
        callers.put("the user", subject.channel());
        callers.put(
                "a backend for the user",
                TestBackend.register(exchange).as(subject.id()).channel());
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

    private static String answer(Channel caller, MethodDescriptor method, DynamicMessage request) {
        try {
            Iterator<DynamicMessage> answers =
                    ClientCalls.blockingServerStreamingCall(
                            caller,
                            described(method),
                            CallOptions.DEFAULT.withDeadlineAfter(
                                    method.isServerStreaming() ? LONGEST_SILENCE_MILLIS : 10_000,
                                    TimeUnit.MILLISECONDS),
                            request);
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
    private static Map<String, String> boughtBy(String asset, Person subject) {
        BuyRequest request =
                BuyRequest.newBuilder()
                        .setRequestId(RunningExchange.newId())
                        .setAssetId(asset)
                        .setExactIn(BuyExactIn.newBuilder().setUsdcIn("1").setMinSharesOut("0"))
                        .build();
        String trade = subject.trades().buy(request).getReceipt().getTrade().getTradeId();
        return Map.of(
                "user_id", subject.id().toString(),
                "asset_id", request.getAssetId(),
                "trade_id", trade,
                "request_id", request.getRequestId());
    }

    private static void block(RunningExchange exchange, Person user) {
        exchange.admin()
                .admin()
                .blockUser(
                        BlockUserRequest.newBuilder()
                                .setRequestId(RunningExchange.newId())
                                .setUserId(user.id().toString())
                                .setReason("asked by the court")
                                .build());
    }

    /** A complete request for what a block can forbid. */
    private static Optional<DynamicMessage> forbidden(MethodDescriptor method, String asset) {
        return Optional.ofNullable(
                        switch (method.getName()) {
                            case "Buy" ->
                                    BuyRequest.newBuilder()
                                            .setRequestId(RunningExchange.newId())
                                            .setAssetId(asset)
                                            .setExactIn(
                                                    BuyExactIn.newBuilder()
                                                            .setUsdcIn("1")
                                                            .setMinSharesOut("0"))
                                            .build();
                            case "Sell" ->
                                    SellRequest.newBuilder()
                                            .setRequestId(RunningExchange.newId())
                                            .setAssetId(asset)
                                            .setExactIn(
                                                    SellExactIn.newBuilder()
                                                            .setSharesIn("0.1")
                                                            .setMinUsdcOut("0"))
                                            .build();
                            case "Contribute" ->
                                    ContributeRequest.newBuilder()
                                            .setRequestId(RunningExchange.newId())
                                            .setAssetId(asset)
                                            .setAmount("50")
                                            .build();
                            case "RequestAsset" ->
                                    RequestAssetRequest.newBuilder()
                                            .setRequestId(RunningExchange.newId())
                                            .setSymbol("FORBIDDEN")
                                            .setName("A test's own")
                                            .setBasePrice("1")
                                            .setSlope("0")
                                            .setFirstContribution("100")
                                            .build();
                            default -> null;
                        })
                .map(complete -> read(method, complete));
    }

    private static DynamicMessage read(MethodDescriptor method, Message complete) {
        try {
            return DynamicMessage.parseFrom(method.getInputType(), complete.toByteString());
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
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
