package io.megatron.client.access;

import io.megatron.options.v1.Role;
import java.util.UUID;

/**
 * Who somebody is that names a role and no user: always the same, so that what they own is found
 * again.
 */
public final class DevelopmentUsers {
    private static final long FIRST_HALF = 0x01900000_0000_7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DevelopmentUsers() {}

    /** A UUIDv7 that ends with the role's number. */
    public static UUID of(Role role) {
        return new UUID(FIRST_HALF, VARIANT | role.getNumber());
    }
}
