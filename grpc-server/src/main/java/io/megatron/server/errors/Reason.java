package io.megatron.server.errors;

import io.grpc.Status;

/**
 * Why a call failed before or beside the rules of the exchange, which have their own codes in
 * {@link io.megatron.core.Rejection}. The name is the stable code on the wire ({@code
 * ErrorInfo.reason}).
 */
public enum Reason {
    /** The request cannot be understood; the details name the field. */
    INVALID_ARGUMENT(Status.Code.INVALID_ARGUMENT, Blame.CALLER, Retry.NEVER),
    /** The request is larger than the server reads. */
    MESSAGE_TOO_LARGE(Status.Code.RESOURCE_EXHAUSTED, Blame.CALLER, Retry.NEVER),
    /** The call carries no token. */
    TOKEN_MISSING(Status.Code.UNAUTHENTICATED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The token is no JWT, is not signed by the key we trust, or lacks what we need. */
    TOKEN_INVALID(Status.Code.UNAUTHENTICATED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The token's time is over. */
    TOKEN_EXPIRED(Status.Code.UNAUTHENTICATED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The token's time has not come. */
    TOKEN_NOT_YET_VALID(Status.Code.UNAUTHENTICATED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The token was issued by somebody else, or for somebody else. */
    TOKEN_FOREIGN(Status.Code.UNAUTHENTICATED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The session that the token belongs to has ended. */
    SESSION_ENDED(Status.Code.UNAUTHENTICATED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The backend that the token was given to was revoked. */
    BACKEND_REVOKED(Status.Code.UNAUTHENTICATED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The token has none of the roles the method asks for; the details name them. */
    ROLE_MISSING(Status.Code.PERMISSION_DENIED, Blame.CALLER, Retry.WITH_ANOTHER_TOKEN),
    /** The server cannot get at the keys that tokens are checked with. */
    KEYS_UNAVAILABLE(Status.Code.UNAVAILABLE, Blame.SERVER, Retry.LATER),
    /** So many calls are being worked on that this one was not taken up. */
    SERVER_BUSY(Status.Code.RESOURCE_EXHAUSTED, Blame.SERVER, Retry.LATER),
    /** Somebody makes more calls than they may; the details name the limit. */
    CALL_LIMIT_REACHED(Status.Code.RESOURCE_EXHAUSTED, Blame.CALLER, Retry.LATER),
    /** So many commands wait for the book that this one was not taken up. */
    BOOK_FULL(Status.Code.RESOURCE_EXHAUSTED, Blame.SERVER, Retry.LATER),
    /** The book gave up writing the command; nothing has happened. */
    BOOK_ABORTED(Status.Code.ABORTED, Blame.SERVER, Retry.LATER),
    /** The connection was lost at the very end; the same request id tells what became of it. */
    OUTCOME_UNKNOWN(Status.Code.UNAVAILABLE, Blame.SERVER, Retry.LATER),
    /** The book cannot be written; nothing has happened. */
    BOOK_UNAVAILABLE(Status.Code.UNAVAILABLE, Blame.SERVER, Retry.LATER),
    /** The database cannot be read. */
    STORAGE_UNAVAILABLE(Status.Code.UNAVAILABLE, Blame.SERVER, Retry.LATER),
    /** No node of the chain gave a usable answer; nothing has happened. */
    CHAIN_UNAVAILABLE(Status.Code.UNAVAILABLE, Blame.SERVER, Retry.LATER),
    /** The call's deadline passed before it was decided; nothing has happened. */
    DEADLINE_PASSED(Status.Code.DEADLINE_EXCEEDED, Blame.CALLER, Retry.LATER),
    /** A fault of the exchange's own; the details carry the id it is logged under. */
    INTERNAL(Status.Code.INTERNAL, Blame.SERVER, Retry.NEVER);

    /** Who has to act before the same call can succeed. */
    public enum Blame {
        CALLER,
        SERVER
    }

    /** Whether sending the same call again can help. */
    public enum Retry {
        NEVER,
        WITH_ANOTHER_TOKEN,
        LATER
    }

    private final Status.Code code;
    private final Blame blame;
    private final Retry retry;

    Reason(Status.Code code, Blame blame, Retry retry) {
        this.code = code;
        this.blame = blame;
        this.retry = retry;
    }

    public Status.Code code() {
        return code;
    }

    public Blame blame() {
        return blame;
    }

    public Retry retry() {
        return retry;
    }
}
