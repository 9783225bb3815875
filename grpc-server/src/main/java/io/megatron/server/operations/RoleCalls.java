package io.megatron.server.operations;

import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import io.megatron.core.accounts.GrantingRoles;
import io.megatron.core.accounts.ReadingRoles;
import io.megatron.core.ledger.Call;
import io.megatron.mapper.accounts.GrantedRole;
import io.megatron.mapper.accounts.RolesOfUser;
import io.megatron.mapper.ids.UserId;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.GrantRoleRequest;
import io.megatron.operations.v1.GrantRoleResponse;
import io.megatron.operations.v1.RevokeRoleRequest;
import io.megatron.operations.v1.RevokeRoleResponse;
import io.megatron.options.v1.Role;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.PendingMessages;
import io.megatron.server.errors.InvalidField;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who may do what beyond what every user may. */
@Component
class RoleCalls {
    private static final int MAX_REASON = 500;

    private final GrantingRoles granting;
    private final ReadingRoles reading;
    private final PendingMessages actions;

    RoleCalls(GrantingRoles granting, ReadingRoles reading, PendingMessages actions) {
        this.granting = granting;
        this.reading = reading;
        this.actions = actions;
    }

    void grant(GrantRoleRequest request, StreamObserver<GrantRoleResponse> observer) {
        UserId user = Fields.userId(request.getUserId());
        GrantedRole role = role(request.getRole());
        Call call =
                call(
                        request.getRequestId(),
                        AdminServiceGrpc.getGrantRoleMethod(),
                        user,
                        role,
                        request.getReason());
        Answering.answer(
                observer,
                granting.grant(call, user, role, Answering.deadline()),
                (acted, replayed) -> {
                    GrantRoleResponse.Builder answer =
                            GrantRoleResponse.newBuilder().setReplayed(replayed);
                    acted.done().ifPresent(held -> answer.addAllRoles(roles(held)));
                    acted.waiting().map(actions::message).ifPresent(answer::setPending);
                    return answer.build();
                });
    }

    void revoke(RevokeRoleRequest request, StreamObserver<RevokeRoleResponse> observer) {
        UserId user = Fields.userId(request.getUserId());
        GrantedRole role = role(request.getRole());
        Call call =
                call(
                        request.getRequestId(),
                        AdminServiceGrpc.getRevokeRoleMethod(),
                        user,
                        role,
                        request.getReason());
        Answering.answer(
                observer,
                granting.revoke(call, user, role, Answering.deadline()),
                (acted, replayed) -> {
                    RevokeRoleResponse.Builder answer =
                            RevokeRoleResponse.newBuilder().setReplayed(replayed);
                    acted.done().ifPresent(held -> answer.addAllRoles(roles(held)));
                    acted.waiting().map(actions::message).ifPresent(answer::setPending);
                    return answer.build();
                });
    }

    /** What was granted to a user, in the order of the proto. */
    List<Role> roles(UserId user) {
        return roles(reading.of(user));
    }

    private static Call call(
            String requestId,
            MethodDescriptor<?, ?> method,
            UserId user,
            GrantedRole role,
            String reason) {
        return Calls.of(
                requestId,
                method,
                Map.of(
                        "user_id", user.toString(),
                        "role", role.word(),
                        "reason", Fields.words("reason", reason, MAX_REASON)));
    }

    private static GrantedRole role(Role role) {
        return switch (role) {
            case ROLE_ADMIN -> GrantedRole.ADMIN;
            case ROLE_OPS -> GrantedRole.OPS;
            case ROLE_ORACLE -> GrantedRole.ORACLE;
            default ->
                    throw new InvalidField(
                            "role", "is none of ROLE_ADMIN, ROLE_OPS and ROLE_ORACLE");
        };
    }

    private static List<Role> roles(RolesOfUser roles) {
        return roles(roles.held());
    }

    private static List<Role> roles(Set<GrantedRole> held) {
        return held.stream().sorted().map(RoleCalls::role).toList();
    }

    private static Role role(GrantedRole role) {
        return switch (role) {
            case ADMIN -> Role.ROLE_ADMIN;
            case OPS -> Role.ROLE_OPS;
            case ORACLE -> Role.ROLE_ORACLE;
        };
    }
}
