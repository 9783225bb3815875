package io.megatron.server.operations;

import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.ledger.Call;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.GrantTestFundsResponse;
import io.megatron.operations.v1.PostAdjustmentRequest;
import io.megatron.operations.v1.PostAdjustmentResponse;
import io.megatron.operations.v1.RegisterUserRequest;
import io.megatron.operations.v1.RegisterUserResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.security.Caller;
import java.util.Map;
import java.util.Optional;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.operations.v1.AdminService}. */
@GrpcService
@RunsAs(NodeRole.API)
class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {
    private static final int MAX_REASON = 500;
    private static final String TREASURY = "TREASURY";

    private final RegisteringUsers registering;
    private final CreditingAccounts crediting;

    AdminEndpoint(RegisteringUsers registering, CreditingAccounts crediting) {
        this.registering = registering;
        this.crediting = crediting;
    }

    @Override
    public void registerUser(
            RegisterUserRequest request, StreamObserver<RegisterUserResponse> observer) {
        UserId user = Fields.userId(request.getUserId());
        Call call =
                call(
                        request.getRequestId(),
                        AdminServiceGrpc.getRegisterUserMethod(),
                        Map.of("user_id", user.toString()));
        Answering.answer(
                observer,
                registering.register(call, user, Answering.deadline()),
                (registered, replayed) ->
                        RegisterUserResponse.newBuilder()
                                .setUserId(registered.id().toString())
                                .setRegisteredAt(Figures.time(registered.registeredAt()))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void postAdjustment(
            PostAdjustmentRequest request, StreamObserver<PostAdjustmentResponse> observer) {
        UserId user = Fields.userId(request.getUserId());
        Usdc amount = Fields.positiveUsdc("amount", request.getAmount());
        String reason = Fields.words("reason", request.getReason(), MAX_REASON);
        Call call =
                call(
                        request.getRequestId(),
                        AdminServiceGrpc.getPostAdjustmentMethod(),
                        Map.of(
                                "user_id", user.toString(),
                                "amount", amount.toString(),
                                "reason", reason));
        Answering.answer(
                observer,
                crediting.adjust(call, user, amount, reason, Answering.deadline()),
                (credited, replayed) ->
                        PostAdjustmentResponse.newBuilder()
                                .setLedgerSequence(credited.transferSeq())
                                .setCashBalanceAfter(credited.balanceAfter().toString())
                                .setBookedAt(Figures.time(credited.bookedAt()))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void grantTestFunds(
            GrantTestFundsRequest request, StreamObserver<GrantTestFundsResponse> observer) {
        Optional<UserId> user = recipient(request);
        Usdc amount = Fields.positiveUsdc("amount", request.getAmount());
        Call call =
                call(
                        request.getRequestId(),
                        AdminServiceGrpc.getGrantTestFundsMethod(),
                        Map.of(
                                "recipient", user.map(UserId::toString).orElse(TREASURY),
                                "amount", amount.toString()));
        Answering.answer(
                observer,
                crediting.grantTestFunds(call, user, amount, Answering.deadline()),
                (credited, replayed) ->
                        GrantTestFundsResponse.newBuilder()
                                .setLedgerSequence(credited.transferSeq())
                                .setBalanceAfter(credited.balanceAfter().toString())
                                .setBookedAt(Figures.time(credited.bookedAt()))
                                .setReplayed(replayed)
                                .build());
    }

    /** Empty for the treasury. */
    private static Optional<UserId> recipient(GrantTestFundsRequest request) {
        return switch (request.getRecipientCase()) {
            case USER_ID -> Optional.of(Fields.userId(request.getUserId()));
            case TREASURY -> Optional.empty();
            case RECIPIENT_NOT_SET ->
                    throw new InvalidField("recipient", "is required: user_id or treasury");
        };
    }

    private static Call call(
            String requestId, MethodDescriptor<?, ?> method, Map<String, String> payload) {
        return Call.of(
                Caller.current().userId().value(),
                Fields.requestId(requestId),
                method.getFullMethodName(),
                payload);
    }
}
