package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.ledger.TwoAdministrators;
import io.megatron.mapper.audit.PendingAction;
import io.megatron.mapper.ids.ActionId;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.ConfirmActionRequest;
import io.megatron.operations.v1.ConfirmActionResponse;
import io.megatron.operations.v1.ListPendingActionsRequest;
import io.megatron.operations.v1.ListPendingActionsResponse;
import io.megatron.operations.v1.RejectActionRequest;
import io.megatron.operations.v1.RejectActionResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.PendingMessages;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What takes a second administrator. */
@Component
class ActionCalls {
    private static final int MAX_REASON = 500;

    private final TwoAdministrators two;
    private final PendingMessages actions;

    ActionCalls(TwoAdministrators two, PendingMessages actions) {
        this.two = two;
        this.actions = actions;
    }

    void confirm(ConfirmActionRequest request, StreamObserver<ConfirmActionResponse> observer) {
        ActionId id = id(request.getActionId());
        Answering.answer(
                observer,
                two.confirm(
                        Calls.of(
                                request.getRequestId(),
                                AdminServiceGrpc.getConfirmActionMethod(),
                                Map.of("action_id", id.toString())),
                        id,
                        Answering.deadline()),
                (confirmed, replayed) ->
                        ConfirmActionResponse.newBuilder()
                                .setAction(actions.message(confirmed))
                                .setReplayed(replayed)
                                .build());
    }

    void reject(RejectActionRequest request, StreamObserver<RejectActionResponse> observer) {
        ActionId id = id(request.getActionId());
        Answering.answer(
                observer,
                two.reject(
                        Calls.of(
                                request.getRequestId(),
                                AdminServiceGrpc.getRejectActionMethod(),
                                Map.of(
                                        "action_id",
                                        id.toString(),
                                        "reason",
                                        Fields.words("reason", request.getReason(), MAX_REASON))),
                        id,
                        Answering.deadline()),
                (rejected, replayed) ->
                        RejectActionResponse.newBuilder()
                                .setAction(actions.message(rejected))
                                .setReplayed(replayed)
                                .build());
    }

    void list(
            ListPendingActionsRequest request,
            StreamObserver<ListPendingActionsResponse> observer) {
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListPendingActions", request.getAll());
        Page<PendingAction> page =
                Page.of(
                        tokens,
                        size,
                        two.page(
                                !request.getAll(),
                                tokens.read(
                                        request.getPageToken(),
                                        key -> ActionId.of(UUID.fromString(key))),
                                Page.limit(size)),
                        action -> action.id().toString());
        Answering.answer(
                observer,
                ListPendingActionsResponse.newBuilder()
                        .addAllActions(page.items().stream().map(actions::message).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static ActionId id(String text) {
        return ActionId.of(Fields.uuid("action_id", text));
    }
}
