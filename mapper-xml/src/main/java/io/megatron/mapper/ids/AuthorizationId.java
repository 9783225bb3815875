package io.megatron.mapper.ids;

import java.util.UUID;

/** The id of an authorization (EIP-3009): the withdrawal's that it pays, or a sweep's own. */
public record AuthorizationId(UUID value) {
    public static AuthorizationId of(UUID value) {
        return new AuthorizationId(value);
    }

    /** The authorization that pays a withdrawal. */
    public static AuthorizationId of(WithdrawalId withdrawal) {
        return new AuthorizationId(withdrawal.value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
