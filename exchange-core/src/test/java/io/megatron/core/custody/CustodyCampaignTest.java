package io.megatron.core.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever users, the chain, its nodes and crashes do in whatever order: at the end everybody has
 * what they own once, and the ledger equals the chain to the micro.
 *
 * <p>{@code ./mvnw verify -Pcampaign} goes on for minutes; {@code -Dmegatron.seed=…} repeats one.
 */
class CustodyCampaignTest {
    private static final int STEPS = 150;
    private static final Duration MORE =
            Duration.ofMinutes(Long.getLong("megatron.campaign.minutes", 0));

    /** One for all others, one that finds a refund before its time, and one with two providers. */
    @ParameterizedTest
    @CsvSource({"20261123, 25", "87524926579350, 25", "20261129, 27"})
    void seeds_that_were_kept(long seed, int kinds) {
        play(seed, kinds);
    }

    /** As long as it was asked to play, and the last game to its end. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void a_seed_of_its_own_each_time() {
        Long given = Long.getLong("megatron.seed");
        if (given != null) {
            play(given, CustodyCampaign.KINDS);
            return;
        }
        Instant end = Instant.now().plus(MORE);
        int played = 0;
        while (Instant.now().isBefore(end)) {
            play(System.nanoTime(), CustodyCampaign.KINDS);
            played++;
        }
        assertThat(played > 0).isEqualTo(MORE.isPositive());
    }

    private static void play(long seed, int kinds) {
        System.out.println("custody campaign: -Dmegatron.seed=" + seed);
        try (CustodyCampaign campaign = new CustodyCampaign(seed, kinds)) {
            campaign.play(STEPS);
            campaign.heal();
            System.out.println("custody campaign: " + campaign.summary());
            campaign.requireEverythingInItsPlace();
        }
    }
}
