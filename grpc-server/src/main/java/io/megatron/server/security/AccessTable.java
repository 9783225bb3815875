package io.megatron.server.security;

import com.google.protobuf.Descriptors;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.megatron.options.v1.Access;
import io.megatron.options.v1.AccessProto;
import io.megatron.options.v1.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The roles of every method this server serves, read from the methods' own descriptors. Making it
 * fails, and with it the server's start, if a method does not say who may call it.
 */
final class AccessTable {
    private final Map<String, Set<Role>> rolesByMethod;

    private AccessTable(Map<String, Set<Role>> rolesByMethod) {
        this.rolesByMethod = Map.copyOf(rolesByMethod);
    }

    static AccessTable of(Collection<? extends BindableService> services) {
        Map<String, Set<Role>> roles = new HashMap<>();
        services.stream()
                .flatMap(service -> service.bindService().getMethods().stream())
                .map(ServerMethodDefinition::getMethodDescriptor)
                .filter(method -> !isOpen(method))
                .forEach(method -> roles.put(method.getFullMethodName(), rolesOf(method)));
        return new AccessTable(roles);
    }

    /**
     * Health and reflection: a load balancer and a curious client have no token. Reflection tells
     * nothing that the published protos do not.
     */
    static boolean isOpen(MethodDescriptor<?, ?> method) {
        String service = method.getServiceName();
        return service != null
                && (service.startsWith("grpc.health.") || service.startsWith("grpc.reflection."));
    }

    /** Methods that say so: whoever calls, with a token or without one. */
    boolean isForAnybody(MethodDescriptor<?, ?> method) {
        return roles(method).contains(Role.ROLE_ANYBODY);
    }

    /** Nobody, for a method that is not in the table. */
    Set<Role> roles(MethodDescriptor<?, ?> method) {
        return rolesByMethod.getOrDefault(method.getFullMethodName(), Set.of());
    }

    private static Set<Role> rolesOf(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
            throw new IllegalStateException(method.getFullMethodName() + " comes without a proto");
        }
        Descriptors.MethodDescriptor descriptor = supplier.getMethodDescriptor();
        Access access = descriptor.getOptions().getExtension(AccessProto.access);
        boolean hasRequestId = descriptor.getInputType().findFieldByName("request_id") != null;
        if (access.getRolesCount() == 0
                || access.getRolesList().contains(Role.ROLE_UNSPECIFIED)
                || access.getRolesList().contains(Role.UNRECOGNIZED)) {
            throw new IllegalStateException(
                    descriptor.getFullName() + " does not state its roles in (access)");
        }
        if (access.getRolesCount() > 1 && access.getRolesList().contains(Role.ROLE_ANYBODY)) {
            throw new IllegalStateException(
                    descriptor.getFullName() + " is for anybody, and for others as well");
        }
        if (access.getMutating() && !hasRequestId) {
            throw new IllegalStateException(
                    descriptor.getFullName() + " writes, but its request has no request_id");
        }
        return Set.copyOf(EnumSet.copyOf(access.getRolesList()));
    }
}
