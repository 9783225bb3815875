package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private static final long SEED = 7;

    @Test
    void only_what_is_held_is_drawn() {
        Holdings holdings = new Holdings(10, 4);
        Map<Integer, Long> expected = new HashMap<>();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int change = 0; change < 10_000; change++) {
            int user = random.nextInt(10);
            int asset = random.nextInt(4);
            long shares = random.nextInt(3);
            holdings.put(user, asset, shares);
            expected.put(user * 4 + asset, shares);
            expected.values().removeIf(held -> held == 0);

            assertThat(holdings.count()).as("seed %d", SEED).isEqualTo(expected.size());
            if (holdings.count() > 0) {
                Holdings.Holding any = holdings.any(random);
                assertThat(expected).containsEntry(any.user() * 4 + any.asset(), any.shares());
            }
        }
    }
}
