package io.megatron.core.pricing;

import io.megatron.curve.money.Ratio;
import io.megatron.mapper.ids.AssetId;
import java.util.List;

/**
 * What a signal claims about an asset, before it is taken.
 *
 * @param delta the relative change of the asset's worth, at most {@link SignalSettings#maxDelta} up
 *     or down
 * @param confidence how sure its sender is, between 0 and 1
 * @param sources what it rests on, mostly addresses; {@value #MAX_SOURCES} at the most, each of
 *     {@value #MAX_SOURCE_LENGTH} characters at the most
 * @param rawAnswer what it was read from, for the record; {@value #MAX_ANSWER_LENGTH} characters at
 *     the most, without control characters but line breaks and tabs
 */
public record Claim(
        AssetId asset, Ratio delta, Ratio confidence, List<String> sources, String rawAnswer) {
    public static final int MAX_SOURCES = 20;
    public static final int MAX_SOURCE_LENGTH = 500;
    public static final int MAX_ANSWER_LENGTH = 4_000;

    /**
     * Checks the ranges that do not depend on settings.
     *
     * @throws IllegalArgumentException if one is left
     */
    public Claim {
        sources = List.copyOf(sources);
        boolean fits =
                !confidence.isNegative()
                        && sources.size() <= MAX_SOURCES
                        && sources.stream().allMatch(source -> fits(source, MAX_SOURCE_LENGTH))
                        && fits(rawAnswer, MAX_ANSWER_LENGTH);
        if (!fits) {
            throw new IllegalArgumentException("the claim about " + asset + " is out of range");
        }
    }

    private static boolean fits(String text, int maxLength) {
        return text.codePointCount(0, text.length()) <= maxLength;
    }
}
