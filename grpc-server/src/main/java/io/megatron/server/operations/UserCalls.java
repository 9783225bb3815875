package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.BlockingUsers;
import io.megatron.core.accounts.BlockingUsers.Block;
import io.megatron.core.accounts.ReadingUsers;
import io.megatron.core.ledger.Call;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.ids.UserId;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.BlockUserResponse;
import io.megatron.operations.v1.GetUserRequest;
import io.megatron.operations.v1.GetUserResponse;
import io.megatron.operations.v1.ListUsersRequest;
import io.megatron.operations.v1.ListUsersResponse;
import io.megatron.operations.v1.UnblockUserRequest;
import io.megatron.operations.v1.UnblockUserResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looking after users. */
@Component
class UserCalls {
    private static final int MAX_REASON = 500;

    private final BlockingUsers blocking;
    private final ReadingUsers reading;
    private final RoleCalls roles;

    UserCalls(BlockingUsers blocking, ReadingUsers reading, RoleCalls roles) {
        this.blocking = blocking;
        this.reading = reading;
        this.roles = roles;
    }

    void block(BlockUserRequest request, StreamObserver<BlockUserResponse> observer) {
        UserId user = Fields.userId(request.getUserId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        AdminServiceGrpc.getBlockUserMethod(),
                        Map.of(
                                "user_id", user.toString(),
                                "reason", reason(request.getReason()),
                                "sells_too", Boolean.toString(request.getSellsToo())));
        Answering.answer(
                observer,
                blocking.set(
                        call,
                        user,
                        request.getSellsToo() ? Block.BUYS_AND_SELLS : Block.BUYS,
                        Answering.deadline()),
                (blocked, replayed) ->
                        BlockUserResponse.newBuilder()
                                .setUser(message(blocked))
                                .setReplayed(replayed)
                                .build());
    }

    void unblock(UnblockUserRequest request, StreamObserver<UnblockUserResponse> observer) {
        UserId user = Fields.userId(request.getUserId());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        AdminServiceGrpc.getUnblockUserMethod(),
                        Map.of(
                                "user_id", user.toString(),
                                "reason", reason(request.getReason())));
        Answering.answer(
                observer,
                blocking.set(call, user, Block.NONE, Answering.deadline()),
                (allowed, replayed) ->
                        UnblockUserResponse.newBuilder()
                                .setUser(message(allowed))
                                .setReplayed(replayed)
                                .build());
    }

    void get(GetUserRequest request, StreamObserver<GetUserResponse> observer) {
        UserId id = Fields.userId(request.getUserId());
        Outcome<User> found =
                reading.find(id)
                        .map(Outcome::accepted)
                        .orElseGet(
                                () ->
                                        Outcome.refused(
                                                Rejection.USER_NOT_FOUND,
                                                "User " + id + " is not registered."));
        Answering.answer(
                observer,
                found,
                (user, _) ->
                        GetUserResponse.newBuilder()
                                .setUser(message(user))
                                .addAllRoles(roles.roles(user.id()))
                                .build());
    }

    void list(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListUsers", request.getOnlyBlocked());
        Page<User> page =
                Page.of(
                        tokens,
                        size,
                        reading.page(
                                request.getOnlyBlocked(),
                                tokens.read(request.getPageToken(), UserCalls::key),
                                Page.limit(size)),
                        user -> user.registeredAt() + " " + user.id());
        Answering.answer(
                observer,
                ListUsersResponse.newBuilder()
                        .addAllUsers(page.items().stream().map(UserCalls::message).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static ReadingUsers.Key key(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no user");
        }
        return new ReadingUsers.Key(
                AuditCalls.instant(parts[0]), UserId.of(UUID.fromString(parts[1])));
    }

    private static String reason(String text) {
        return Fields.words("reason", text, MAX_REASON);
    }

    private static io.megatron.operations.v1.User message(User user) {
        return io.megatron.operations.v1.User.newBuilder()
                .setUserId(user.id().toString())
                .setRegisteredAt(Figures.time(user.registeredAt()))
                .setBlocked(user.blocked())
                .setSellsBlocked(user.sellsBlocked())
                .build();
    }
}
