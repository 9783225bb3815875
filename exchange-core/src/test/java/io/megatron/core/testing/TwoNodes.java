package io.megatron.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two nodes on one database, and a clock that the test sets for both. After each test no invariant
 * is off by a micro, and no batch has met a conflict.
 */
public final class TwoNodes implements AfterEachCallback, AfterAllCallback {
    private final SettableClock clock = SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
    private final Exchange one;
    private final Exchange other;

    private TwoNodes(TestDatabase database) {
        one = Exchange.on(database, clock);
        other = Exchange.on(database, clock);
    }

    /**
     * @param hint what the database's name begins with
     */
    public static TwoNodes on(String hint) {
        return new TwoNodes(TestDatabases.fresh(hint));
    }

    public SettableClock clock() {
        return clock;
    }

    public Exchange one() {
        return one;
    }

    public Exchange other() {
        return other;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        one.reconciles();
        assertThat(one.aborts() + other.aborts()).isZero();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        other.close();
        one.close();
    }
}
