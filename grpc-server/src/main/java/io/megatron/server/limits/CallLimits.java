package io.megatron.server.limits;

import io.megatron.mapper.ids.UserId;
import io.megatron.server.errors.WireError;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All limits there are. A call takes of the user's first and then of the address'. */
final class CallLimits {
    private final Map<CallClass, Limit> perUser = new EnumMap<>(CallClass.class);
    private final Map<CallClass, Limit> perAddress = new EnumMap<>(CallClass.class);

    CallLimits(LimitSettings settings, LongSupplier nanoTime, Limit.Sharing sharing) {
        for (CallClass kind : CallClass.values()) {
            CallLimit ofUser = settings.perUser(kind);
            if (ofUser.isOn()) {
                String name = kind.plural() + "_per_user";
                perUser.put(
                        kind, new Limit(name, ofUser, settings.remembered(), nanoTime, sharing));
            }
            CallLimit ofAddress = settings.perAddress(kind);
            if (ofAddress.isOn()) {
                String name = kind.plural() + "_per_address";
                perAddress.put(
                        kind, new Limit(name, ofAddress, settings.remembered(), nanoTime, sharing));
            }
        }
    }

    /** What speaks against a call of this user; nothing where there is no such limit. */
    Optional<WireError> takeOfUser(CallClass kind, UserId user) {
        return take(perUser.get(kind), user);
    }

    boolean lookAtAddresses(CallClass kind) {
        return perAddress.containsKey(kind);
    }

    Optional<WireError> takeOfAddress(CallClass kind, Origin origin) {
        return take(perAddress.get(kind), origin);
    }

    private static Optional<WireError> take(@Nullable Limit limit, Object who) {
        return limit == null ? Optional.empty() : limit.take(who);
    }
}
