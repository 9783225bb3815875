package io.megatron.curve.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PackedNumbersTest {
    private final PackedNumbers numbers = new PackedNumbers();

    @Test
    void the_least_and_the_largest_come_back() {
        numbers.add(0);
        numbers.add(127);
        numbers.add(128);
        numbers.add(Long.MAX_VALUE);

        assertThat(numbers.remove()).isZero();
        assertThat(numbers.remove()).isEqualTo(127);
        assertThat(numbers.remove()).isEqualTo(128);
        assertThat(numbers.remove()).isEqualTo(Long.MAX_VALUE);
        assertThat(numbers.isEmpty()).isTrue();
    }

    @Test
    void they_come_back_in_their_order_as_of_any_queue() {
        RandomGenerator random = new SplittableRandom(11);
        Deque<Long> queue = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            long number = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            numbers.add(number);
            queue.add(number);
            for (int taken = random.nextInt(3); taken > 0 && !queue.isEmpty(); taken--) {
                assertThat(numbers.remove()).isEqualTo(queue.remove());
            }
            assertThat(numbers.isEmpty()).isEqualTo(queue.isEmpty());
        }
    }
}
