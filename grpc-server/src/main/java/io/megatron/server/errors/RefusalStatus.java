package io.megatron.server.errors;

import io.grpc.Status;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Turns a refusal of the exchange into what a client sees. */
public final class RefusalStatus {
    /** A refusal about one field of the request carries the field's name under this key. */
    private static final String FIELD = "field";

    private RefusalStatus() {}

    /**
     * The gRPC status of a rejection. No default: a new rejection does not compile until it has its
     * place here.
     */
    public static Status.Code code(Rejection rejection) {
        return switch (rejection) {
            case USER_NOT_FOUND,
                    ASSET_NOT_FOUND,
                    TRADE_NOT_FOUND,
                    ASSET_REQUEST_NOT_FOUND,
                    LP_WITHDRAWAL_NOT_FOUND,
                    DEPOSIT_NOT_FOUND,
                    WITHDRAWAL_NOT_FOUND,
                    HALT_NOT_FOUND,
                    ACTION_NOT_FOUND,
                    SESSION_NOT_FOUND,
                    BACKEND_NOT_FOUND,
                    JOB_NOT_FOUND,
                    RUN_NOT_FOUND ->
                    Status.Code.NOT_FOUND;
            case REQUEST_ID_REUSED, USER_ALREADY_EXISTS, ASSET_ALREADY_EXISTS ->
                    Status.Code.ALREADY_EXISTS;
            case USER_BLOCKED, OWN_ACTION -> Status.Code.PERMISSION_DENIED;
            case TOO_MANY_ATTEMPTS -> Status.Code.RESOURCE_EXHAUSTED;
            case CODE_REFUSED,
                    ASSERTION_REFUSED,
                    GOOGLE_REFUSED,
                    SIGN_IN_REFUSED,
                    REFRESH_REFUSED ->
                    Status.Code.UNAUTHENTICATED;
            case AMOUNT_OUT_OF_RANGE,
                    EVENTS_PURGED,
                    TRADE_TOO_SMALL,
                    CONTRIBUTION_TOO_SMALL,
                    WITHDRAWAL_TOO_SMALL ->
                    Status.Code.OUT_OF_RANGE;
            case RUN_STATE_CONFLICT,
                    NOTHING_TO_RETRY,
                    NO_BUSINESS_DATE,
                    ASSET_REQUEST_CLOSED,
                    LP_WITHDRAWAL_CLOSED,
                    DEPOSIT_CLOSED,
                    WITHDRAWAL_CLOSED,
                    NONCE_TAKEN,
                    ALREADY_SWEPT,
                    PAYMENT_REFUSED,
                    GAS_TOO_EXPENSIVE,
                    DESTINATION_NOT_ALLOWED,
                    USER_DAILY_LIMIT,
                    PLATFORM_DAILY_LIMIT,
                    HALT_CLOSED,
                    ACTION_CLOSED,
                    CUSTODY_OFF,
                    IDENTITY_OFF,
                    ACCOUNT_NOT_LINKED,
                    CUSTODY_HALTED,
                    DEPOSIT_NOT_CONFIRMED,
                    INSUFFICIENT_LP_SHARES,
                    NOT_VESTED,
                    NOT_DUE,
                    NOTHING_TO_REFUND,
                    ASSET_NOT_ACTIVE,
                    TRADING_HALTED,
                    FUNDING_CLOSED,
                    HARD_CAP_EXCEEDED,
                    TOO_MANY_LOTS,
                    SIGNAL_CONFIDENCE_TOO_LOW,
                    SIGNAL_LIMIT_EXCEEDED,
                    SIGNALS_OFF,
                    SIGNAL_BUDGET_SPENT,
                    SIGNAL_SOURCE_FAILED,
                    SIGNAL_ANSWER_UNUSABLE,
                    NOTHING_TO_CLAIM,
                    DEVELOPMENT_ONLY,
                    INSUFFICIENT_SHARES,
                    SLIPPAGE_EXCEEDED,
                    INSUFFICIENT_FUNDS ->
                    Status.Code.FAILED_PRECONDITION;
        };
    }

    public static WireError of(Refusal refusal) {
        Rejection rejection = refusal.code();
        Status.Code code = code(rejection);
        WireError error =
                WireError.of(code, rejection.name(), refusal.message(), metadata(refusal));
        String field = refusal.details().get(FIELD);
        if (field != null) {
            error = error.withField(field, refusal.message());
        }
        String wait = refusal.details().get(Refusal.RETRY_AFTER);
        if (wait != null) {
            error = error.withRetryAfter(Duration.parse(wait));
        }
        return code == Status.Code.FAILED_PRECONDITION
                ? error.withPrecondition(rejection.name(), subject(refusal))
                : error;
    }

    private static Map<String, String> metadata(Refusal refusal) {
        Map<String, String> metadata = new HashMap<>(refusal.details());
        metadata.put("fault", refusal.code().fault().name().toLowerCase(Locale.ROOT));
        metadata.put("retry", refusal.code().retry().name().toLowerCase(Locale.ROOT));
        return metadata;
    }

    /** The asset is what most preconditions are about; the caller's own account is the rest. */
    private static String subject(Refusal refusal) {
        String asset = refusal.details().get("asset_id");
        return asset == null ? "" : "asset/" + asset;
    }
}
