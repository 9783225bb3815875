package io.megatron.client.bench;

import io.megatron.client.bench.Row.Column;
import io.megatron.client.text.JsonLine;
import java.util.Map;

/**
 * Many who try to sign in beside trades that come at a rate.
 *
 * @param due sign-ins offered a second
 * @param checkedPerSecond those whose password was looked at
 * @param p99MillisChecked until they were answered
 * @param refused how often which reason was given to the others, and whether with a time to wait
 * @param alone trades, the mean of before and after
 * @param beside trades meanwhile
 */
record SignInsResult(
        int due,
        double checkedPerSecond,
        double p99MillisChecked,
        Map<String, Long> refused,
        Speed alone,
        Speed beside)
        implements CaseResult {

    /** Of trades. */
    record Speed(double perSecond, double p99Millis) {
        static Speed mean(OpenResult one, OpenResult other) {
            return new Speed(
                    (one.tradesPerSecond() + other.tradesPerSecond()) / 2,
                    (one.p99Millis() + other.p99Millis()) / 2);
        }

        static Speed of(OpenResult one) {
            return mean(one, one);
        }
    }

    @Override
    public String name() {
        return Case.SIGN_INS.word();
    }

    /** What of their rate trades keep. */
    double ratioToAlone() {
        return beside.perSecond() / alone.perSecond();
    }

    /** How many times as long the slowest of a hundred trades takes. */
    double p99ToAlone() {
        return beside.p99Millis() / alone.p99Millis();
    }

    @Override
    public Map<String, Long> failures() {
        return refused;
    }

    @Override
    public Row row() {
        return Row.of(name(), checkedPerSecond)
                .count(Column.DUE, due)
                .figure(Column.P99, p99MillisChecked, 1)
                .count(Column.FAILED, Failures.count(refused))
                .figure(Column.OF_ALONE, ratioToAlone(), 2)
                .figure(Column.P99_OF_ALONE, p99ToAlone(), 2);
    }

    @Override
    public JsonLine toJson() {
        return new JsonLine()
                .put("case", name())
                .put("due_per_s", due)
                .put("checked_per_s", checkedPerSecond, 1)
                .put("p99_ms_checked", p99MillisChecked, 1)
                .put("trades_per_s_alone", alone.perSecond(), 0)
                .put("trades_per_s_beside", beside.perSecond(), 0)
                .put("ratio_to_alone", ratioToAlone(), 3)
                .put("p99_ms_alone", alone.p99Millis(), 1)
                .put("p99_ms_beside", beside.p99Millis(), 1)
                .put("p99_to_alone", p99ToAlone(), 3)
                .put("refused", Failures.json(refused));
    }
}
