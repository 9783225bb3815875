package io.megatron.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final Duration BURST = Duration.ofMillis(500);
    private static final Duration REST = BURST.dividedBy(2);
    private static final Duration MOMENT = Duration.ofNanos(1);

    private long now = Long.MAX_VALUE - BURST.toNanos() / 2;
    private final Places places = new Places(2, 5, BURST, () -> now);

    @Test
    void a_burst_takes_all_of_them() {
        assertThat(taken(10)).isEqualTo(5);

        places.giveBack();
        assertThat(taken(10)).isEqualTo(1);
        assertThat(places.taken()).isEqualTo(5);
    }

    @Test
    void what_lasts_has_the_usual_ones() {
        taken(3);
        later(REST);
        assertThat(taken(1)).isEqualTo(1);
        later(REST.minus(MOMENT));
        assertThat(taken(1)).isEqualTo(1);

        later(MOMENT);
        assertThat(taken(1)).isZero();
        IntStream.range(0, 4).forEach(_ -> places.giveBack());
        assertThat(taken(10)).isEqualTo(1);
        assertThat(places.taken()).isEqualTo(2);
    }

    @Test
    void another_burst_begins_once_nobody_has_come_beyond_the_usual_for_a_while() {
        taken(3);
        later(REST);
        assertThat(taken(10)).isEqualTo(2);
        later(REST);
        assertThat(taken(1)).isZero();
        IntStream.range(0, 3).forEach(_ -> places.giveBack());

        later(REST);
        assertThat(taken(1)).as("just now somebody came").isZero();
        later(REST.plus(MOMENT));
        assertThat(taken(10)).isEqualTo(3);
    }

    @Test
    void who_comes_at_the_same_time_gets_no_place_that_is_not_there() {
        Places crowded = new Places(20, 50, BURST, System::nanoTime);
        AtomicInteger got = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                threads.execute(() -> got.addAndGet(crowded.tryTake() ? 1 : 0));
            }
        }

        assertThat(got).hasValue(50);
        assertThat(crowded.taken()).isEqualTo(50);
    }

    @Test
    void without_room_for_a_burst_there_is_none() {
        Places few = new Places(2);

        assertThat(IntStream.range(0, 10).filter(_ -> few.tryTake()).count()).isEqualTo(2);
    }

    private long taken(int tries) {
        return IntStream.range(0, tries).filter(_ -> places.tryTake()).count();
    }

    private void later(Duration time) {
        now += time.toNanos();
    }
}
