package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.Claim;
import io.megatron.curve.money.Ratio;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a model answered: {@code {"delta": number, "confidence": number}} and nothing else. No
 * text around it, no other field, no field twice, no number in quotes, no NaN. Whatever the model
 * was talked into, two numbers are all that can come out of it.
 */
final class ModelAnswers {
    private static final int MAX_DIGITS = 30;
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private ModelAnswers() {}

    /** An answer, read. */
    sealed interface Reading {
        /**
         * Two numbers.
         *
         * @param delta to six digits, half to even, and clamped
         */
        record Usable(Ratio delta, Ratio confidence) implements Reading {}

        /** Something else; the reason does not repeat it. */
        record Unusable(String reason) implements Reading {}
    }

    /**
     * Reads an answer.
     *
     * @param maxDelta what a delta is clamped to, on both sides
     */
    static Reading read(String answer, Ratio maxDelta) {
        if (answer.length() > Claim.MAX_ANSWER_LENGTH) {
            return new Reading.Unusable("It is longer than any answer.");
        }
        JsonNode json;
        try {
            json = JSON.readTree(answer);
        } catch (JacksonException e) {
            return new Reading.Unusable("It is no JSON object, or has something beside it.");
        }
        if (!json.isObject() || json.size() != 2) {
            return new Reading.Unusable("It is no object of delta and confidence alone.");
        }
        Optional<BigDecimal> delta = number(json.get("delta"));
        Optional<BigDecimal> confidence = number(json.get("confidence"));
        if (delta.isEmpty() || confidence.isEmpty()) {
            return new Reading.Unusable(
                    "Its delta or its confidence is no number of a usual size.");
        }
        BigDecimal sure = confidence.get();
        if (sure.signum() < 0 || sure.compareTo(BigDecimal.ONE) > 0) {
            return new Reading.Unusable("Its confidence is not between 0 and 1.");
        }
        return new Reading.Usable(clamped(delta.get(), maxDelta), ratio(sure));
    }

    /**
     * Digits are counted before anything is worked out with them: 1e-999999999 is a number, too.
     */
    private static Optional<BigDecimal> number(@Nullable JsonNode node) {
        if (node == null || !node.isNumber()) {
            return Optional.empty();
        }
        BigDecimal number = node.decimalValue();
        return number.precision() > MAX_DIGITS || Math.abs(number.scale()) > MAX_DIGITS
                ? Optional.empty()
                : Optional.of(number);
    }

    private static Ratio clamped(BigDecimal delta, Ratio most) {
        BigDecimal bound = BigDecimal.valueOf(most.millionths(), 6);
        return ratio(delta.min(bound).max(bound.negate()));
    }

    private static Ratio ratio(BigDecimal number) {
        return Ratio.ofMillionths(
                number.setScale(6, RoundingMode.HALF_EVEN).unscaledValue().intValueExact());
    }
}
