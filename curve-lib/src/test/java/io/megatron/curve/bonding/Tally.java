package io.megatron.curve.bonding;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts answers, because a property that mostly meets refusals proves little. */
final class Tally {
    private int all;
    private int filled;
    private int outOfRange;

    <F> CurveAnswer<F> counted(CurveAnswer<F> answer) {
        all++;
        switch (answer) {
            case CurveAnswer.Filled<F> _ -> filled++;
            case CurveAnswer.OutOfRange<F> _ -> outOfRange++;
            case CurveAnswer.TooSmall<F> _, CurveAnswer.NotEnoughShares<F> _ -> {}
        }
        return answer;
    }

    void assertFewOutOfRange() {
        assertThat(outOfRange).as("out of range among %d", all).isLessThanOrEqualTo(all / 10);
        assertThat(filled).as("filled among %d", all).isGreaterThan(all / 2);
    }
}
