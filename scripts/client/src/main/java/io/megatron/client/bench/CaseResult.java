package io.megatron.client.bench;

import io.megatron.client.text.JsonLine;
import java.util.Map;

/** What came out of a case. */
sealed interface CaseResult
        permits LimitResult,
                LoneResult,
                OpenResult,
                OverloadResult,
                PaymentsResult,
                PricesResult,
                ReconciliationResult,
                RefundsResult,
                SignInsResult,
                SoakResult,
                SoakStretch,
                TradingResult,
                TwoNodesResult {
    String name();

    JsonLine toJson();

    /** For the table. */
    Row row();

    /** The same with its ratio to a limit in trades a second, where that means something. */
    default CaseResult comparedWith(double limit) {
        return this;
    }

    /** How often which reason was given for a call that failed. */
    default Map<String, Long> failures() {
        return Map.of();
    }
}
