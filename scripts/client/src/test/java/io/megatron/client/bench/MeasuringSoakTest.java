package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.client.ClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MeasuringSoakTest {
    private static final Duration WARM_UP = Duration.ofMillis(100);
    private static final Duration SOAK = Duration.ofSeconds(1);
    private static final int RATE = 1_000;
    private static final Footprint FOOTPRINT =
            new Footprint(
                    OptionalLong.of(400), Double.NaN, new Footprint.HotTables(10, 100), 1_000);

    private final List<String> told = new ArrayList<>();

    @Test
    void a_short_soak_is_looked_at_ten_times_and_every_trade_counts_in_one_of_its_stretches()
            throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();

        List<SoakStretch> stretches =
                run(
                        (_, ending) -> {
                            if (sent.incrementAndGet() % 100 == 0) {
                                ending.failed("SERVER_BUSY");
                            } else {
                                ending.succeeded();
                            }
                        },
                        () -> FOOTPRINT);

        assertThat(stretches).hasSize(10);
        assertThat(told).hasSize(10);
        assertThat(stretches).extracting(SoakStretch::footprint).containsOnly(FOOTPRINT);
        assertThat(new SoakResult(1, 1, stretches, 0, Reconciled.YES).failures())
                .isEqualTo(Map.of("SERVER_BUSY", 10L));
        assertThat(answered(stretches)).isEqualTo(990, Offset.offset(1.0));
        assertThat(stretches.getFirst().end()).isLessThan(SOAK.dividedBy(2));
        assertThat(stretches.getLast().seconds()).isGreaterThanOrEqualTo(SOAK.toSeconds());
    }

    @Test
    void a_stretch_that_could_not_be_looked_at_fails_the_soak() {
        assertThatThrownBy(
                        () ->
                                run(
                                        (_, ending) -> ending.succeeded(),
                                        () -> {
                                            throw new ClientException("there is no Postgres");
                                        }))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("there is no Postgres");
    }

    private List<SoakStretch> run(Calls calls, MeasuringSoak.Looking footprints)
            throws InterruptedException {
        return new MeasuringSoak(footprints, settings(), told::add).run(calls, RATE, RATE);
    }

    /** Trades a second times what it took, over all stretches. */
    private static double answered(List<SoakStretch> stretches) {
        double answered = 0;
        Duration before = Duration.ZERO;
        for (SoakStretch stretch : stretches) {
            answered += stretch.tradesPerSecond() * stretch.end().minus(before).toNanos() / 1e9;
            before = stretch.end();
        }
        return answered;
    }

    private static BenchSettings settings() {
        return new BenchSettings(
                List.of(1),
                WARM_UP,
                Duration.ofSeconds(1),
                10,
                1,
                List.of(1),
                1,
                1,
                1,
                1,
                new LimitTables(0, LimitTables.SCRIPTS_OWN_USERS),
                true,
                SOAK,
                1);
    }
}
