package io.megatron.server.limits;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.megatron.options.v1.Role;
import io.megatron.server.errors.WireError;
import io.megatron.server.security.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns away the calls of who makes too many, after it is known who it is and before anything is
 * done for them. Health and reflection have no limit.
 */
final class LimitingCalls implements ServerInterceptor {
    private static final Set<Role> JUST_A_USER = Set.of(Role.ROLE_USER);

    private final CallLimits limits;
    private final FindingOrigins origins;
    private final Map<String, CallClass> kinds = new ConcurrentHashMap<>();

    LimitingCalls(CallLimits limits, FindingOrigins origins) {
        this.limits = limits;
        this.origins = origins;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        MethodDescriptor<Q, A> method = call.getMethodDescriptor();
        if (method.getFullMethodName().startsWith("grpc.")) {
            return next.startCall(call, headers);
        }
        CallClass kind =
                kinds.computeIfAbsent(method.getFullMethodName(), name -> CallClass.of(method));
        Optional<WireError> reached = ofUser(kind).or(() -> ofAddress(kind, call, headers));
        if (reached.isPresent()) {
            reached.get().close(call);
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    /** Staff and machines work for everybody, and what they do is on record. */
    private Optional<WireError> ofUser(CallClass kind) {
        return Caller.known()
                .filter(caller -> caller.roles().equals(JUST_A_USER))
                .flatMap(caller -> limits.takeOfUser(kind, caller.userId()));
    }

    private Optional<WireError> ofAddress(CallClass kind, ServerCall<?, ?> call, Metadata headers) {
        return limits.lookAtAddresses(kind)
                ? limits.takeOfAddress(kind, origins.find(call, headers))
                : Optional.empty();
    }
}
