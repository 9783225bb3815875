package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.identity.ReadingBackends;
import io.megatron.core.identity.RegisteringBackends;
import io.megatron.core.ledger.Call;
import io.megatron.mapper.identity.Backend;
import io.megatron.mapper.ids.BackendId;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.ListBackendsRequest;
import io.megatron.operations.v1.ListBackendsResponse;
import io.megatron.operations.v1.RegisterBackendRequest;
import io.megatron.operations.v1.RegisterBackendResponse;
import io.megatron.operations.v1.RevokeBackendRequest;
import io.megatron.operations.v1.RevokeBackendResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.PendingMessages;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.security.BackendKeys;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looking after backends that act for people. */
@Component
class BackendCalls {
    private static final int MAX_NAME = 100;
    private static final int MAX_REASON = 500;
    private static final int MAX_KEY = 5000;

    private final RegisteringBackends registering;
    private final ReadingBackends reading;
    private final PendingMessages actions;

    BackendCalls(
            RegisteringBackends registering, ReadingBackends reading, PendingMessages actions) {
        this.registering = registering;
        this.reading = reading;
        this.actions = actions;
    }

    void register(
            RegisterBackendRequest request, StreamObserver<RegisterBackendResponse> observer) {
        String name = Fields.words("name", request.getName(), MAX_NAME);
        String key = key(request.getPublicKey());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        AdminServiceGrpc.getRegisterBackendMethod(),
                        Map.of(
                                "name", name,
                                "public_key", key,
                                "reason", reason(request.getReason())));
        Answering.answer(
                observer,
                registering.register(call, name, key, Answering.deadline()),
                (acted, replayed) -> {
                    RegisterBackendResponse.Builder answer =
                            RegisterBackendResponse.newBuilder().setReplayed(replayed);
                    acted.waiting().map(actions::message).ifPresent(answer::setPending);
                    return answer.build();
                });
    }

    private static String key(String text) {
        String lines = Fields.lines("public_key", text, MAX_KEY);
        if (lines.isBlank()) {
            throw new InvalidField("public_key", "is required");
        }
        try {
            return BackendKeys.toPem(lines);
        } catch (IllegalArgumentException unfit) {
            throw new InvalidField("public_key", String.valueOf(unfit.getMessage()));
        }
    }

    void revoke(RevokeBackendRequest request, StreamObserver<RevokeBackendResponse> observer) {
        BackendId backend = BackendId.of(Fields.uuid("backend_id", request.getBackendId()));
        Call call =
                Calls.of(
                        request.getRequestId(),
                        AdminServiceGrpc.getRevokeBackendMethod(),
                        Map.of(
                                "backend_id", backend.toString(),
                                "reason", reason(request.getReason())));
        Answering.answer(
                observer,
                registering.revoke(call, backend, Answering.deadline()),
                (revokedAt, replayed) ->
                        RevokeBackendResponse.newBuilder()
                                .setBackendId(backend.toString())
                                .setRevokedAt(Figures.time(revokedAt))
                                .setReplayed(replayed)
                                .build());
    }

    void list(ListBackendsRequest request, StreamObserver<ListBackendsResponse> observer) {
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListBackends", "");
        Page<Backend> page =
                Page.of(
                        tokens,
                        size,
                        reading.page(
                                tokens.read(request.getPageToken(), BackendCalls::place),
                                Page.limit(size)),
                        backend -> backend.registeredAt() + " " + backend.id());
        Answering.answer(
                observer,
                ListBackendsResponse.newBuilder()
                        .addAllBackends(page.items().stream().map(BackendCalls::message).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static ReadingBackends.Key place(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no backend");
        }
        return new ReadingBackends.Key(
                AuditCalls.instant(parts[0]), BackendId.of(UUID.fromString(parts[1])));
    }

    private static String reason(String text) {
        return Fields.words("reason", text, MAX_REASON);
    }

    private static io.megatron.operations.v1.Backend message(Backend backend) {
        io.megatron.operations.v1.Backend.Builder message =
                io.megatron.operations.v1.Backend.newBuilder()
                        .setBackendId(backend.id().toString())
                        .setName(backend.name())
                        .setPublicKey(backend.publicKey())
                        .setRegisteredAt(Figures.time(backend.registeredAt()));
        Optional.ofNullable(backend.revokedAt())
                .ifPresent(at -> message.setRevokedAt(Figures.time(at)));
        return message.build();
    }
}
