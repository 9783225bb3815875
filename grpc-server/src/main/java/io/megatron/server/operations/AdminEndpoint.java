package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.accounts.CreditingAccounts.Credited;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.ledger.Acted;
import io.megatron.core.ledger.Call;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.BlockUserResponse;
import io.megatron.operations.v1.CollectPlatformFeesRequest;
import io.megatron.operations.v1.CollectPlatformFeesResponse;
import io.megatron.operations.v1.ConfirmActionRequest;
import io.megatron.operations.v1.ConfirmActionResponse;
import io.megatron.operations.v1.GetPlatformFeeRequest;
import io.megatron.operations.v1.GetPlatformFeeResponse;
import io.megatron.operations.v1.GetPlatformStatsRequest;
import io.megatron.operations.v1.GetPlatformStatsResponse;
import io.megatron.operations.v1.GetUserRequest;
import io.megatron.operations.v1.GetUserResponse;
import io.megatron.operations.v1.GrantRoleRequest;
import io.megatron.operations.v1.GrantRoleResponse;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.GrantTestFundsResponse;
import io.megatron.operations.v1.ListAuditEntriesRequest;
import io.megatron.operations.v1.ListAuditEntriesResponse;
import io.megatron.operations.v1.ListBackendsRequest;
import io.megatron.operations.v1.ListBackendsResponse;
import io.megatron.operations.v1.ListPendingActionsRequest;
import io.megatron.operations.v1.ListPendingActionsResponse;
import io.megatron.operations.v1.ListUsersRequest;
import io.megatron.operations.v1.ListUsersResponse;
import io.megatron.operations.v1.PostAdjustmentRequest;
import io.megatron.operations.v1.PostAdjustmentResponse;
import io.megatron.operations.v1.RegisterBackendRequest;
import io.megatron.operations.v1.RegisterBackendResponse;
import io.megatron.operations.v1.RegisterUserRequest;
import io.megatron.operations.v1.RegisterUserResponse;
import io.megatron.operations.v1.RejectActionRequest;
import io.megatron.operations.v1.RejectActionResponse;
import io.megatron.operations.v1.RevokeBackendRequest;
import io.megatron.operations.v1.RevokeBackendResponse;
import io.megatron.operations.v1.RevokeRoleRequest;
import io.megatron.operations.v1.RevokeRoleResponse;
import io.megatron.operations.v1.SetPlatformFeeRequest;
import io.megatron.operations.v1.SetPlatformFeeResponse;
import io.megatron.operations.v1.UnblockUserRequest;
import io.megatron.operations.v1.UnblockUserResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.calls.PendingMessages;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
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
    private final UserCalls users;
    private final FeeCalls fees;
    private final AuditCalls audit;
    private final RoleCalls roles;
    private final ActionCalls actions;
    private final PendingMessages pending;
    private final PlatformCalls platform;
    private final BackendCalls backends;

    AdminEndpoint(
            RegisteringUsers registering,
            CreditingAccounts crediting,
            UserCalls users,
            FeeCalls fees,
            AuditCalls audit,
            RoleCalls roles,
            ActionCalls actions,
            PendingMessages pending,
            PlatformCalls platform,
            BackendCalls backends) {
        this.registering = registering;
        this.crediting = crediting;
        this.users = users;
        this.fees = fees;
        this.audit = audit;
        this.roles = roles;
        this.actions = actions;
        this.pending = pending;
        this.platform = platform;
        this.backends = backends;
    }

    @Override
    public void registerUser(
            RegisterUserRequest request, StreamObserver<RegisterUserResponse> observer) {
        UserId user = Fields.userId(request.getUserId());
        Call call =
                Calls.of(
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
                Calls.of(
                        request.getRequestId(),
                        AdminServiceGrpc.getPostAdjustmentMethod(),
                        Map.of(
                                "user_id", user.toString(),
                                "amount", amount.toString(),
                                "reason", reason));
        Answering.answer(
                observer,
                crediting.adjust(call, user, amount, reason, Answering.deadline()),
                this::adjusted);
    }

    private PostAdjustmentResponse adjusted(Acted<Credited> acted, boolean replayed) {
        PostAdjustmentResponse.Builder answer =
                PostAdjustmentResponse.newBuilder().setReplayed(replayed);
        acted.done()
                .ifPresent(
                        credited ->
                                answer.setLedgerSequence(credited.transferSeq())
                                        .setCashBalanceAfter(credited.balanceAfter().toString())
                                        .setBookedAt(Figures.time(credited.bookedAt())));
        acted.waiting().map(pending::message).ifPresent(answer::setPending);
        return answer.build();
    }

    @Override
    public void grantTestFunds(
            GrantTestFundsRequest request, StreamObserver<GrantTestFundsResponse> observer) {
        Optional<UserId> user = recipient(request);
        Usdc amount = Fields.positiveUsdc("amount", request.getAmount());
        Call call =
                Calls.of(
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

    @Override
    public void blockUser(BlockUserRequest request, StreamObserver<BlockUserResponse> observer) {
        users.block(request, observer);
    }

    @Override
    public void unblockUser(
            UnblockUserRequest request, StreamObserver<UnblockUserResponse> observer) {
        users.unblock(request, observer);
    }

    @Override
    public void grantRole(GrantRoleRequest request, StreamObserver<GrantRoleResponse> observer) {
        roles.grant(request, observer);
    }

    @Override
    public void revokeRole(RevokeRoleRequest request, StreamObserver<RevokeRoleResponse> observer) {
        roles.revoke(request, observer);
    }

    @Override
    public void confirmAction(
            ConfirmActionRequest request, StreamObserver<ConfirmActionResponse> observer) {
        actions.confirm(request, observer);
    }

    @Override
    public void rejectAction(
            RejectActionRequest request, StreamObserver<RejectActionResponse> observer) {
        actions.reject(request, observer);
    }

    @Override
    public void listPendingActions(
            ListPendingActionsRequest request,
            StreamObserver<ListPendingActionsResponse> observer) {
        actions.list(request, observer);
    }

    @Override
    public void getUser(GetUserRequest request, StreamObserver<GetUserResponse> observer) {
        users.get(request, observer);
    }

    @Override
    public void listUsers(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
        users.list(request, observer);
    }

    @Override
    public void setPlatformFee(
            SetPlatformFeeRequest request, StreamObserver<SetPlatformFeeResponse> observer) {
        fees.set(request, observer);
    }

    @Override
    public void getPlatformFee(
            GetPlatformFeeRequest request, StreamObserver<GetPlatformFeeResponse> observer) {
        fees.get(observer);
    }

    @Override
    public void getPlatformStats(
            GetPlatformStatsRequest request, StreamObserver<GetPlatformStatsResponse> observer) {
        platform.stats(observer);
    }

    @Override
    public void collectPlatformFees(
            CollectPlatformFeesRequest request,
            StreamObserver<CollectPlatformFeesResponse> observer) {
        platform.collectFees(request, observer);
    }

    @Override
    public void listAuditEntries(
            ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
        audit.list(request, observer);
    }

    @Override
    public void registerBackend(
            RegisterBackendRequest request, StreamObserver<RegisterBackendResponse> observer) {
        backends.register(request, observer);
    }

    @Override
    public void revokeBackend(
            RevokeBackendRequest request, StreamObserver<RevokeBackendResponse> observer) {
        backends.revoke(request, observer);
    }

    @Override
    public void listBackends(
            ListBackendsRequest request, StreamObserver<ListBackendsResponse> observer) {
        backends.list(request, observer);
    }
}
