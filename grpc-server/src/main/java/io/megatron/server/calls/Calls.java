package io.megatron.server.calls;

import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.megatron.core.ledger.Call;
import io.megatron.options.v1.AccessProto;
import io.megatron.options.v1.Role;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.security.Caller;
import java.util.Map;
import java.util.Set;

/** What the book is told of a call: whose it is, and what is remembered of it. */
public final class Calls {
    private static final Set<Role> STAFF = Set.of(Role.ROLE_ADMIN, Role.ROLE_OPS);

    private Calls() {}

    /**
     * A write that the current caller asks for. A method that only administrators and operators may
     * call is theirs, and audited.
     *
     * @param payload all of it but whether it was only meant as a question
     * @throws InvalidField if the request id is no UUID
     */
    public static Call of(
            String requestId, MethodDescriptor<?, ?> method, Map<String, String> payload) {
        Call call =
                Call.of(
                        Caller.current().userId().value(),
                        Fields.requestId(requestId),
                        method.getFullMethodName(),
                        payload);
        Call sent = asSent(call);
        return isForStaff(method) ? sent.byStaff() : sent;
    }

    /** A call of the current caller's, with the backend that they sent it through, if any. */
    public static Call asSent(Call call) {
        return Caller.current()
                .backend()
                .map(backend -> call.through(backend.value()))
                .orElse(call);
    }

    private static boolean isForStaff(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier declared)) {
            throw new IllegalStateException(method.getFullMethodName() + " comes without a proto");
        }
        return STAFF.containsAll(
                declared.getMethodDescriptor()
                        .getOptions()
                        .getExtension(AccessProto.access)
                        .getRolesList());
    }
}
