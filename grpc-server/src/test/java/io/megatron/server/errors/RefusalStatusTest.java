package io.megatron.server.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.server.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalStatusTest {

    @ParameterizedTest
    @CsvSource({
        "REQUEST_ID_REUSED, ALREADY_EXISTS",
        "IDENTITY_OFF, FAILED_PRECONDITION",
        "ASSERTION_REFUSED, UNAUTHENTICATED",
        "GOOGLE_REFUSED, UNAUTHENTICATED",
        "ACCOUNT_NOT_LINKED, FAILED_PRECONDITION",
        "USER_NOT_FOUND, NOT_FOUND",
        "BACKEND_NOT_FOUND, NOT_FOUND",
        "USER_BLOCKED, PERMISSION_DENIED",
        "ASSET_NOT_FOUND, NOT_FOUND",
        "TRADE_NOT_FOUND, NOT_FOUND",
        "ASSET_REQUEST_NOT_FOUND, NOT_FOUND",
        "LP_WITHDRAWAL_NOT_FOUND, NOT_FOUND",
        "USER_ALREADY_EXISTS, ALREADY_EXISTS",
        "ASSET_ALREADY_EXISTS, ALREADY_EXISTS",
        "ASSET_REQUEST_CLOSED, FAILED_PRECONDITION",
        "NOT_DUE, FAILED_PRECONDITION",
        "NOTHING_TO_REFUND, FAILED_PRECONDITION",
        "LP_WITHDRAWAL_CLOSED, FAILED_PRECONDITION",
        "ASSET_NOT_ACTIVE, FAILED_PRECONDITION",
        "FUNDING_CLOSED, FAILED_PRECONDITION",
        "DEVELOPMENT_ONLY, FAILED_PRECONDITION",
        "AMOUNT_OUT_OF_RANGE, OUT_OF_RANGE",
        "CONTRIBUTION_TOO_SMALL, OUT_OF_RANGE",
        "HARD_CAP_EXCEEDED, FAILED_PRECONDITION",
        "TOO_MANY_LOTS, FAILED_PRECONDITION",
        "WITHDRAWAL_TOO_SMALL, OUT_OF_RANGE",
        "INSUFFICIENT_LP_SHARES, FAILED_PRECONDITION",
        "NOT_VESTED, FAILED_PRECONDITION",
        "NOTHING_TO_CLAIM, FAILED_PRECONDITION",
        "INSUFFICIENT_SHARES, FAILED_PRECONDITION",
        "TRADE_TOO_SMALL, OUT_OF_RANGE",
        "SLIPPAGE_EXCEEDED, FAILED_PRECONDITION",
        "INSUFFICIENT_FUNDS, FAILED_PRECONDITION"
    })
    void every_rejection_has_its_status(Rejection rejection, Code code) {
        assertThat(RefusalStatus.code(rejection)).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(Rejection.class)
    void every_refusal_says_its_code_its_figures_and_what_would_help(Rejection rejection) {
        Refusal refusal = new Refusal(rejection, "Why.", Map.of("available", "1.5"));

        Failure failure = Failure.of(RefusalStatus.of(refusal).toException());

        assertThat(failure.code()).isEqualTo(RefusalStatus.code(rejection));
        assertThat(failure.reason()).isEqualTo(rejection.name());
        assertThat(failure.message()).isEqualTo("Why.");
        assertThat(failure.metadata())
                .containsEntry("available", "1.5")
                .containsKeys("fault", "retry");
        assertThat(failure.preconditions().isEmpty())
                .isEqualTo(failure.code() != Code.FAILED_PRECONDITION);
        assertThat(failure.retryAfter()).isEmpty();
    }

    @Test
    void a_refusal_about_a_field_names_it_as_a_violation() {
        Refusal refusal =
                new Refusal(
                        Rejection.REQUEST_ID_REUSED, "Used.", Map.of("field", "exact_in.usdc_in"));

        assertThat(Failure.of(RefusalStatus.of(refusal).toException()).fields())
                .containsExactly("exact_in.usdc_in");
    }
}
