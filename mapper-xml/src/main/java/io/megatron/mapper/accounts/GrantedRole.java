package io.megatron.mapper.accounts;

import java.util.Locale;

/** What a user may be besides a user. */
public enum GrantedRole {
    ADMIN,
    OPS,
    ORACLE;

    /** As tokens carry it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
