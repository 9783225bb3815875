package io.megatron.server.limits;

import java.net.InetAddress;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many calls of a kind somebody may make, on all nodes together.
 *
 * @param tradesPerUser of a caller who is a user and nothing else; staff and machines have no limit
 * @param signInsPerAddress calls that anybody may make, with or without a token
 * @param tradesPerAddress of all users behind a network address together
 * @param remembered for how many users, and addresses, each limit is counted
 * @param forwarders whose word is taken for the address that a call comes from
 */
@ConfigurationProperties("megatron.limits")
public record LimitSettings(
        CallLimit tradesPerUser,
        CallLimit writesPerUser,
        CallLimit readsPerUser,
        CallLimit tradesPerAddress,
        CallLimit writesPerAddress,
        CallLimit readsPerAddress,
        CallLimit signInsPerAddress,
        int remembered,
        Set<InetAddress> forwarders) {
    public LimitSettings {
        if (remembered < 1) {
            throw new IllegalArgumentException("MEGATRON_LIMITS_REMEMBERED is not above zero");
        }
        forwarders = Set.copyOf(forwarders);
    }

    CallLimit perUser(CallClass kind) {
        return switch (kind) {
            case TRADE -> tradesPerUser;
            case WRITE -> writesPerUser;
            case READ -> readsPerUser;
            // Who it is, is what such a call finds out.
            case SIGN_IN -> CallLimit.of("off");
        };
    }

    CallLimit perAddress(CallClass kind) {
        return switch (kind) {
            case TRADE -> tradesPerAddress;
            case WRITE -> writesPerAddress;
            case READ -> readsPerAddress;
            case SIGN_IN -> signInsPerAddress;
        };
    }
}
