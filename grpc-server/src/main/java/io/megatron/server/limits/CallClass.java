package io.megatron.server.limits;

import com.google.protobuf.Descriptors;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.megatron.options.v1.Access;
import io.megatron.options.v1.AccessProto;
import io.megatron.options.v1.Role;
import java.util.Locale;

/** Kinds of calls, each with limits of its own. Which a method is follows from its declaration. */
enum CallClass {
    /** Whoever calls, with a token or without one. */
    SIGN_IN,
    /** Writes of trading. */
    TRADE,
    /** Other writes. */
    WRITE,
    /** All else; a stream counts once, when it is opened. */
    READ;

    private static final String TRADING = "megatron.trading.";

    static CallClass of(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
            throw new IllegalStateException(method.getFullMethodName() + " comes without a proto");
        }
        Descriptors.MethodDescriptor descriptor = supplier.getMethodDescriptor();
        Access access = descriptor.getOptions().getExtension(AccessProto.access);
        if (access.getRolesList().contains(Role.ROLE_ANYBODY)) {
            return SIGN_IN;
        }
        if (!access.getMutating()) {
            return READ;
        }
        return descriptor.getFullName().startsWith(TRADING) ? TRADE : WRITE;
    }

    /** As it stands in the name of a limit. */
    String plural() {
        return name().toLowerCase(Locale.ROOT) + "s";
    }
}
