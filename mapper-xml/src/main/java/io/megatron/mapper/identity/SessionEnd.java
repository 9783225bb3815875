package io.megatron.mapper.identity;

/** Why a session ended before its time. */
public enum SessionEnd {
    /** Its owner wanted it to. */
    SIGNED_OUT,
    /** A refresh token was used that had been changed already. */
    TOKEN_REUSED,
    /** The password was changed by another session. */
    PASSWORD_CHANGED
}
