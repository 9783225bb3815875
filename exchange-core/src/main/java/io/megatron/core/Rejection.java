package io.megatron.core;

/**
 * Every business refusal of the exchange, in order of precedence: where several apply to one call,
 * the first in this list is the one that is answered.
 *
 * <p>The name is the stable code on the wire ({@code ErrorInfo.reason}). A refusal is a value and
 * has written nothing; sending the same call again under the same request id is always safe.
 */
public enum Rejection {
    /** The request id was used before with another payload or by another method. */
    REQUEST_ID_REUSED(Fault.CALLER, Retry.NEVER),
    /** Nobody can sign up or in here: this installation issues no tokens. */
    IDENTITY_OFF(Fault.POLICY, Retry.AFTER_CHANGE),
    /** What a backend says of itself is not signed by it, not for us, over, or was used before. */
    ASSERTION_REFUSED(Fault.CALLER, Retry.NEVER),
    /** Nobody is registered under this id, or the caller may not see who is. */
    USER_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** An administrator has blocked the user from buying and contributing. */
    USER_BLOCKED(Fault.POLICY, Retry.AFTER_CHANGE),
    /** There is no asset under this id. */
    ASSET_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no trade under this id, or it is somebody else's. */
    TRADE_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no request for an asset under this id, or it is somebody else's. */
    ASSET_REQUEST_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no withdrawal under this id, or it is somebody else's. */
    LP_WITHDRAWAL_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no deposit under this id. */
    DEPOSIT_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no withdrawal to the chain under this id, or it is somebody else's. */
    WITHDRAWAL_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no halt of custody under this id. */
    HALT_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is nothing under this id that takes a second administrator. */
    ACTION_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** The caller has no such session that goes on. */
    SESSION_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no backend under this id. */
    BACKEND_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** No job node has written down a job of this name. */
    JOB_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** There is no run of a job under this id. */
    RUN_NOT_FOUND(Fault.CALLER, Retry.NEVER),
    /** Events after this position are past their retention and gone. */
    EVENTS_PURGED(Fault.CALLER, Retry.NEVER),
    /** A registered user already has this id. */
    USER_ALREADY_EXISTS(Fault.CALLER, Retry.NEVER),
    /** An asset already carries this symbol. */
    ASSET_ALREADY_EXISTS(Fault.CALLER, Retry.NEVER),
    /** It was confirmed or rejected before, or its time is over. */
    ACTION_CLOSED(Fault.STATE, Retry.NEVER),
    /** Whoever asked for it cannot be the second administrator who confirms it. */
    OWN_ACTION(Fault.POLICY, Retry.NEVER),
    /** The request for an asset was answered, or its time is over. */
    ASSET_REQUEST_CLOSED(Fault.STATE, Retry.NEVER),
    /** Nothing of the withdrawal waits any more. */
    LP_WITHDRAWAL_CLOSED(Fault.STATE, Retry.NEVER),
    /** The deposit is in another state than this needs: credited, attributed or gone already. */
    DEPOSIT_CLOSED(Fault.STATE, Retry.NEVER),
    /** The withdrawal has been signed, approved, given back or ended already. */
    WITHDRAWAL_CLOSED(Fault.STATE, Retry.NEVER),
    /** The halt has been resolved before. */
    HALT_CLOSED(Fault.STATE, Retry.NEVER),
    /** The ID token is not Google's, not for us, or over, or names no verified address. */
    GOOGLE_REFUSED(Fault.CALLER, Retry.NEVER),
    /** The address has an account that this Google account has not been linked with. */
    ACCOUNT_NOT_LINKED(Fault.CALLER, Retry.AFTER_CHANGE),
    /** So many attempts were made for this address that the next has to wait. */
    TOO_MANY_ATTEMPTS(Fault.CALLER, Retry.AFTER_CHANGE),
    /** The code is unknown, has expired, was used, or its address has an account by now. */
    CODE_REFUSED(Fault.CALLER, Retry.NEVER),
    /** There is no account with this address and this password. */
    SIGN_IN_REFUSED(Fault.CALLER, Retry.AFTER_CHANGE),
    /** The refresh token is not ours, or its session has ended. */
    REFRESH_REFUSED(Fault.CALLER, Retry.NEVER),
    /** No chain is configured, so nothing comes in or goes out. */
    CUSTODY_OFF(Fault.POLICY, Retry.AFTER_CHANGE),
    /** Custody has halted, since the chain is not what it was; an operator has to look. */
    CUSTODY_HALTED(Fault.STATE, Retry.AFTER_CHANGE),
    /** Another run has signed with the submitter's next nonce meanwhile. */
    NONCE_TAKEN(Fault.STATE, Retry.AFTER_CHANGE),
    /** A sweep of this address is on its way already. */
    ALREADY_SWEPT(Fault.STATE, Retry.AFTER_CHANGE),
    /** The token, or a node, would refuse the payment as things stand on the chain; it waits. */
    PAYMENT_REFUSED(Fault.STATE, Retry.AFTER_CHANGE),
    /** A unit of gas costs more than may be paid for it; the payment waits. */
    GAS_TOO_EXPENSIVE(Fault.POLICY, Retry.AFTER_CHANGE),
    /** The withdrawal would go to nobody, to the token or to an address of ours. */
    DESTINATION_NOT_ALLOWED(Fault.CALLER, Retry.NEVER),
    /** The deposit is not yet as deep in the chain as the policy wants. */
    DEPOSIT_NOT_CONFIRMED(Fault.STATE, Retry.AFTER_CHANGE),
    /**
     * The run is not in a state in which this can be done to it; the details say which it is in.
     */
    RUN_STATE_CONFLICT(Fault.STATE, Retry.AFTER_CHANGE),
    /** The run skipped no item that could be tried again. */
    NOTHING_TO_RETRY(Fault.STATE, Retry.NEVER),
    /** The job works on what is due now, not on the work of a day. */
    NO_BUSINESS_DATE(Fault.CALLER, Retry.NEVER),
    /** The asset's state does not allow this trade. */
    ASSET_NOT_ACTIVE(Fault.STATE, Retry.AFTER_CHANGE),
    /**
     * The asset's price has moved too far too fast; the details say until when nobody trades it.
     */
    TRADING_HALTED(Fault.STATE, Retry.AFTER_CHANGE),
    /** The asset takes no contributions: it is past its deadline, cancelled, retired or closed. */
    FUNDING_CLOSED(Fault.STATE, Retry.NEVER),
    /** It is not time yet; the details say when it is. */
    NOT_DUE(Fault.STATE, Retry.AFTER_CHANGE),
    /** The asset was funded, or no principal of this user is left in the pool. */
    NOTHING_TO_REFUND(Fault.STATE, Retry.NEVER),
    /** The sender of the signal is less sure of it than a signal has to be. */
    SIGNAL_CONFIDENCE_TOO_LOW(Fault.CALLER, Retry.NEVER),
    /** The call exists only in an installation that was created as {@code development}. */
    DEVELOPMENT_ONLY(Fault.POLICY, Retry.NEVER),
    /** The curve, a balance or a price would leave the range its column can hold. */
    AMOUNT_OUT_OF_RANGE(Fault.CALLER, Retry.AFTER_CHANGE),
    /**
     * The fundamental price would have moved too far in 24 hours, or has had too many signals; the
     * details say what is left.
     */
    SIGNAL_LIMIT_EXCEEDED(Fault.POLICY, Retry.AFTER_CHANGE),
    /** No search and no model is configured on the job's node, so it asks about no asset. */
    SIGNALS_OFF(Fault.POLICY, Retry.AFTER_CHANGE),
    /** The day's calls or tokens for this asset are spent. */
    SIGNAL_BUDGET_SPENT(Fault.POLICY, Retry.AFTER_CHANGE),
    /** The search or the model did not answer, however often it was tried, or found nothing. */
    SIGNAL_SOURCE_FAILED(Fault.STATE, Retry.AFTER_CHANGE),
    /** The model answered, but not with what it was asked for. */
    SIGNAL_ANSWER_UNUSABLE(Fault.STATE, Retry.AFTER_CHANGE),
    /** Less than the least contribution, or than what still fits if that is less. */
    CONTRIBUTION_TOO_SMALL(Fault.CALLER, Retry.AFTER_CHANGE),
    /** More than the pool may still take; the details say how much fits. */
    HARD_CAP_EXCEEDED(Fault.STATE, Retry.AFTER_CHANGE),
    /** The liquidity provider has as many contributions in this pool as are kept apart. */
    TOO_MANY_LOTS(Fault.POLICY, Retry.AFTER_CHANGE),
    /** Less than the least withdrawal, or than what is available if that is less. */
    WITHDRAWAL_TOO_SMALL(Fault.CALLER, Retry.AFTER_CHANGE),
    /** More than the user may withdraw in 24 hours; the details say what is left. */
    USER_DAILY_LIMIT(Fault.POLICY, Retry.AFTER_CHANGE),
    /** More than everybody together may withdraw in 24 hours; the details say what is left. */
    PLATFORM_DAILY_LIMIT(Fault.POLICY, Retry.AFTER_CHANGE),
    /** More than the liquidity provider has in the pool and has not asked for before. */
    INSUFFICIENT_LP_SHARES(Fault.CALLER, Retry.AFTER_CHANGE),
    /** More than is vested and not queued; the details say how much is available. */
    NOT_VESTED(Fault.STATE, Retry.AFTER_CHANGE),
    /** Less than one micro of fees has accrued to this liquidity provider. */
    NOTHING_TO_CLAIM(Fault.STATE, Retry.AFTER_CHANGE),
    /** A sell of more shares than are held; short selling does not exist. */
    INSUFFICIENT_SHARES(Fault.CALLER, Retry.AFTER_CHANGE),
    /** The trade would move less than one micro. */
    TRADE_TOO_SMALL(Fault.CALLER, Retry.AFTER_CHANGE),
    /** The result lies outside the caller's bound; the details carry what one would have got. */
    SLIPPAGE_EXCEEDED(Fault.STATE, Retry.AFTER_CHANGE),
    /** The paying account holds less than the charge. */
    INSUFFICIENT_FUNDS(Fault.CALLER, Retry.AFTER_CHANGE);

    /** Who has to act before the same call can succeed. */
    public enum Fault {
        /** The call itself is wrong, or asks for more than the caller has. */
        CALLER,
        /** The exchange's state does not allow it at the moment. */
        STATE,
        /** A rule or an administrator's decision stands against it. */
        POLICY
    }

    /** Whether sending the same call again can help. */
    public enum Retry {
        /** Never, whatever happens. */
        NEVER,
        /** Once balances, prices or states have changed. */
        AFTER_CHANGE
    }

    private final Fault fault;
    private final Retry retry;

    Rejection(Fault fault, Retry retry) {
        this.fault = fault;
        this.retry = retry;
    }

    public Fault fault() {
        return fault;
    }

    public Retry retry() {
        return retry;
    }
}
